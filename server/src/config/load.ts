import { existsSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import type { z } from 'zod';
import {
  CONFIG_VARIABLE,
  environmentLayer,
  fileLayer,
  flagLayer,
  type GivenValue,
  type Layer,
  type LayerName,
} from './layers.js';
import { readLocatedYaml } from './located-yaml.js';
import { settingsSchema, type ParsedSettings } from './schema.js';
import { formatPath, type SettingError, type SettingPlace } from './setting-error.js';
import { SETTINGS } from './setting-list.js';
import { unexpandedPaths } from './unexpanded-paths.js';
import { baseOfFile, resolveSettings, type Settings } from './settings.js';

export interface LoadInput {
  /** Options as commander delivers them, and under `files` the FILE arguments. Names it does not know are ignored. */
  readonly flags: Readonly<Record<string, unknown>>;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** The file of `--config`, which then must exist. */
  readonly configFile?: string | undefined;
}

/** Where the effective value of a setting comes from. */
export interface SettingOrigin {
  readonly layer: LayerName;
  /** `--port`, `TUNNELWATCH_PORT`, `/etc/tunnelwatch.yaml:3`, or `default`. */
  readonly name: string;
  /** The same in parts, as errors name it. */
  readonly place: SettingPlace;
  /** The same of a part of its value, such as `[0, 'certificate']` of the sources. */
  readonly placeOf: (within: readonly PropertyKey[]) => SettingPlace;
}

export type LoadedSettings =
  | {
      readonly ok: true;
      readonly settings: Settings;
      /** By dotted path. */
      readonly origin: ReadonlyMap<string, SettingOrigin>;
      /** The file that was read; null when there was none. */
      readonly configFile: string | null;
      /** Why there is no source although something was meant to name one; empty when there is one, or the demo was decided. */
      readonly emptySources: readonly SettingError[];
    }
  | { readonly ok: false; readonly errors: readonly SettingError[] };

/** The files that are looked for in the working directory when none is named; having both is an error. */
const USUAL_FILES = ['tunnelwatch.yaml', 'tunnelwatch.yml'];

/**
 * Loads the settings: flag before environment before file before default, for each setting individually. All errors are
 * reported at once, also in values that a stronger layer overrides; callers then end with exit code 2.
 */
export function loadSettings(input: LoadInput): LoadedSettings {
  const found = findFiles(input);
  const [configFile = null, other] = found;
  if (configFile !== null && other !== undefined) return { ok: false, errors: [twoFiles(configFile, other)] };
  const file = readFileLayer(configFile);
  const layers = [flagLayer(input.flags), environmentLayer(input.env), file];
  const errors = layers.flatMap((layer) => layer.errors);
  if (errors.length > 0) return { ok: false, errors };
  const given = strongest(layers);
  const parsed = settingsSchema.safeParse(assemble(given));
  if (!parsed.success) return { ok: false, errors: parsed.error.issues.map((issue) => crossError(given, issue)) };
  const settings = resolvePaths(parsed.data, given, input.cwd);
  const origin = originsOf(given);
  const unexpanded = unexpandedPaths(parsed.data, settings, (key, within) => origin.get(key)?.placeOf(within));
  if (unexpanded.length > 0) return { ok: false, errors: unexpanded };
  // With a source, or a decision about the demo, whatever else is empty misleads nobody.
  const emptySources = settings.demo === 'auto' ? layers.flatMap(({ empty = [] }) => empty) : [];
  return { ok: true, settings, origin, configFile, emptySources };
}

function findFiles(input: LoadInput): string[] {
  const fromEnvironment = input.env[CONFIG_VARIABLE]?.trim() === '' ? undefined : input.env[CONFIG_VARIABLE];
  const named = input.configFile ?? fromEnvironment;
  if (named !== undefined) return [resolve(input.cwd, named)];
  return USUAL_FILES.map((name) => resolve(input.cwd, name)).filter((file) => existsSync(file));
}

function twoFiles(where: string, other: string): SettingError {
  const message = `there is also ${basename(other)} beside it, and only one of the two can be meant`;
  return { where, line: null, key: '', message, remedy: 'remove or rename one, or name one with --config' };
}

function readFileLayer(path: string | null): Layer {
  if (path === null) return { values: [], errors: [] };
  const read = readLocatedYaml(path);
  return read.ok ? fileLayer(path, read.file) : { values: [], errors: read.errors };
}

/** By dotted path, the value of the strongest layer that has one. */
function strongest(layers: readonly Layer[]): ReadonlyMap<string, GivenValue> {
  const values = layers.toReversed().flatMap((layer) => layer.values);
  return new Map(values.map((value) => [value.setting.key, value]));
}

/**
 * The settings as one object in the shape of the schema, so that its checks across settings see all of them.
 * Groups of the schema are one level deep.
 */
function assemble(given: ReadonlyMap<string, GivenValue>): unknown {
  const root: Record<string, unknown> = {};
  for (const setting of SETTINGS) {
    const [name = '', within] = setting.path;
    const value = given.get(setting.key)?.value;
    if (within === undefined) root[name] = value;
    else root[name] = { ...(root[name] ?? {}), [within]: value };
  }
  return root;
}

function crossError(given: ReadonlyMap<string, GivenValue>, issue: z.core.$ZodIssue): SettingError {
  const path = issue.path.map(String);
  // A check across settings may be about a part of one.
  const length = path.findIndex((_, at) => given.has(path.slice(0, at + 1).join('.'))) + 1;
  const key = (length === 0 ? path : path.slice(0, length)).join('.');
  const from = given.get(key);
  const within = length === 0 ? [] : issue.path.slice(length);
  const remedy: unknown = issue.code === 'custom' ? issue.params?.['remedy'] : undefined;
  return {
    where: from?.where ?? 'default',
    line: from?.lineOf(within) ?? null,
    key: from === undefined ? key : formatPath([from.key, ...within]),
    message: issue.message,
    remedy: typeof remedy === 'string' ? remedy : 'correct this setting',
  };
}

function resolvePaths(parsed: ParsedSettings, given: ReadonlyMap<string, GivenValue>, cwd: string): Settings {
  const baseOf = (key: string): string => {
    const from = given.get(key);
    return from?.layer === 'file' ? baseOfFile(from.where) : cwd;
  };
  return resolveSettings(parsed, {
    data: baseOf('data'),
    catalogue: baseOf('catalogue'),
    sources: baseOf('sources'),
    tlsCertificate: baseOf('tls.certificate'),
    tlsKey: baseOf('tls.key'),
    auditKey: baseOf('audit.keyFile'),
    notifications: baseOf('notifications'),
    oidcSecret: baseOf('oidc.clientSecretFile'),
    cluster: (key) => baseOf(`cluster.${key}`),
  });
}

function originsOf(given: ReadonlyMap<string, GivenValue>): ReadonlyMap<string, SettingOrigin> {
  return new Map(SETTINGS.map((setting) => [setting.key, originOf(setting.key, given.get(setting.key))]));
}

function originOf(key: string, given: GivenValue | undefined): SettingOrigin {
  const placeOf = (within: readonly PropertyKey[]): SettingPlace =>
    given === undefined
      ? { where: 'default', line: null, key }
      : { where: given.where, line: given.lineOf(within), key: nameOf(given, within) };
  const place = placeOf([]);
  if (given === undefined) return { layer: 'default', name: 'default', place, placeOf };
  const name = place.line === null ? given.key : `${given.where}:${place.line}`;
  return { layer: given.layer, name, place, placeOf };
}

/** Outside of the file, sources are named by what they are given with, and have no parts. */
function nameOf({ key, layer, setting }: GivenValue, within: readonly PropertyKey[]): string {
  return layer !== 'file' && setting.key === 'sources' ? key : formatPath([key, ...within]);
}
