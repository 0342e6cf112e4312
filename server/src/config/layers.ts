import { TOKEN_VARIABLE } from '@tunnelwatch/shared/api-examples';
import { delimiter } from 'node:path';
import type { z } from 'zod';
import { CHANNEL_EXPECTS } from './channel-schema.js';
import { diagnosisExpects } from './diagnosis-expects.js';
import { suggest } from './did-you-mean.js';
import { fromJson } from './from-json.js';
import { invalidValue, issueFaults, valueAt, type ValueFault } from './issue-faults.js';
import type { LocatedYaml } from './located-yaml.js';
import { ROUTE_EXPECTS } from './route-schema.js';
import { SOURCE_EXPECTS } from './source-schema.js';
import { formatPath, quoteValue, type SettingError } from './setting-error.js';
import { namesAt, settingOf, SETTINGS, type Setting } from './setting-list.js';

/** Origins of settings, the strongest first. */
export type LayerName = 'flag' | 'environment' | 'file' | 'default';

/** A value of a setting in one layer, and its location for messages. */
export interface GivenValue {
  readonly layer: LayerName;
  readonly setting: Setting;
  readonly value: unknown;
  /** A file's path, `environment` or `command line`. */
  readonly where: string;
  /** The setting as written there. */
  readonly key: string;
  /** Line in the file of the setting, or of a part of its value. */
  readonly lineOf: (within: readonly PropertyKey[]) => number | null;
}

export interface Layer {
  readonly values: readonly GivenValue[];
  readonly errors: readonly SettingError[];
  /** What is there and names no source although somebody may believe that it does, such as `sources: []`. */
  readonly empty?: readonly SettingError[];
}

/** Variables with our prefix that belong to the tests, to the compose file, and to scripts that use the API. */
const FOREIGN_VARIABLES: ReadonlySet<string> = new Set([
  'TUNNELWATCH_CHROMIUM',
  'TUNNELWATCH_LOGS',
  'TUNNELWATCH_SETTINGS',
  TOKEN_VARIABLE,
]);

/** Names the configuration file, as `--config` does. */
export const CONFIG_VARIABLE = 'TUNNELWATCH_CONFIG';

/** URLs of listeners, separated by commas or spaces: the part of the sources that `TUNNELWATCH_FILES` is not. */
const LISTEN_VARIABLE = 'TUNNELWATCH_LISTEN';

const NO_LINE = (): null => null;

/** The settings in the configuration file. A key without a value counts as absent. */
export function fileLayer(path: string, file: LocatedYaml): Layer {
  const values: GivenValue[] = [];
  const errors: SettingError[] = [];
  const visit = (value: unknown, at: readonly string[]): void => {
    if (value === null || value === undefined) return;
    const error = (key: readonly string[], message: string, remedy: string): void => {
      errors.push({ where: path, line: file.lineOf(key), key: formatPath(key), message, remedy });
    };
    const names = namesAt(at) ?? [];
    if (typeof value !== 'object' || Array.isArray(value)) {
      error(at, `${quoteValue(value)} is not a group of settings`, `expected keys such as ${names.join(', ')}`);
      return;
    }
    for (const [name, child] of Object.entries(value)) {
      const childPath = [...at, name];
      if (!names.includes(name)) error(childPath, 'unknown setting', suggestSetting(name, names));
      else if (namesAt(childPath) !== undefined) visit(child, childPath);
      else values.push(...givenByFile(path, file, childPath, child));
    }
  };
  visit(file.value, []);
  return { ...checked(values, errors), empty: emptyInFile(path, file) };
}

const SOURCES_REMEDY = 'name files or listeners, or decide with demo: true or demo: false';

/** A list of sources without an entry, or a file without a setting. */
function emptyInFile(where: string, file: LocatedYaml): readonly SettingError[] {
  const settings = file.value ?? {};
  if (typeof settings !== 'object' || Array.isArray(settings)) return [];
  if (Object.keys(settings).length === 0) {
    const remedy = 'set something in it (tunnelwatch.example.yaml shows every setting), or remove it';
    return [{ where, line: null, key: '', message: 'the file contains no settings', remedy }];
  }
  const sources = new Map<string, unknown>(Object.entries(settings)).get('sources');
  const isEmpty = sources === null || (Array.isArray(sources) && sources.length === 0);
  if (!isEmpty) return [];
  const message = 'it is empty, so nothing would be followed';
  return [{ where, line: file.lineOf(['sources']), key: 'sources', message, remedy: SOURCES_REMEDY }];
}

function givenByFile(where: string, file: LocatedYaml, path: readonly string[], value: unknown): readonly GivenValue[] {
  const setting = settingOf(path.join('.'));
  if (setting === undefined || value === null) return [];
  const lineOf = (within: readonly PropertyKey[]): number => file.lineOf([...path, ...within]);
  return [{ layer: 'file', setting, value, where, key: setting.key, lineOf }];
}

/** The settings in the environment. An empty variable counts as not set, since compose files pass it. */
export function environmentLayer(env: Readonly<Record<string, string | undefined>>): Layer {
  const values = SETTINGS.flatMap((setting): GivenValue[] => {
    const isSources = setting.key === 'sources';
    const text = env[setting.environmentName] ?? '';
    const listen = isSources ? (env[LISTEN_VARIABLE] ?? '') : '';
    if (text === '' && listen === '') return [];
    const value = isSources ? sourcesOf(split(text, delimiter), split(listen, /[,\s]+/)) : valueOfText(setting, text);
    return [
      { layer: 'environment', setting, value, where: 'environment', key: setting.environmentName, lineOf: NO_LINE },
    ];
  });
  return { ...checked(values, unknownVariables(env)), empty: emptyVariables(env) };
}

/** Variables that should name what to follow and name nothing, as that of a shell variable that is not set. */
function emptyVariables(env: Readonly<Record<string, string | undefined>>): readonly SettingError[] {
  const separators: readonly (readonly [name: string, by: string | RegExp])[] = [
    ...SETTINGS.filter(({ key }) => key === 'sources').map(
      ({ environmentName }) => [environmentName, delimiter] as const,
    ),
    [LISTEN_VARIABLE, /[,\s]+/],
    [CONFIG_VARIABLE, /\s+/],
  ];
  return separators
    .filter(([name, by]) => env[name] !== undefined && split(env[name], by).length === 0)
    .map(([key]) => ({
      where: 'environment',
      line: null,
      key,
      message: 'it is empty, so nothing would be followed',
      remedy: 'set it, or unset it and start with --demo for the simulated gateway or --no-demo without',
    }));
}

/** The settings on the command line: `flags` as commander delivers them, and under `files` the FILE arguments. */
export function flagLayer(flags: Readonly<Record<string, unknown>>): Layer {
  const values = SETTINGS.flatMap((setting): GivenValue[] => {
    const isSources = setting.key === 'sources';
    const flag = isSources ? flaggedSources(flags) : flags[setting.flagName];
    if (flag === undefined) return [];
    const value = typeof flag === 'string' ? valueOfText(setting, flag) : flag;
    const key = isSources ? 'FILE' : setting.flag;
    return [{ layer: 'flag', setting, value, where: 'command line', key, lineOf: NO_LINE }];
  });
  return checked(values, []);
}

function flaggedSources({ files, listen }: Readonly<Record<string, unknown>>): unknown {
  const sources = sourcesOf(Array.isArray(files) ? files : [], Array.isArray(listen) ? listen : []);
  return sources.length === 0 ? undefined : sources;
}

/** One source for all the files, and one per listener. */
function sourcesOf(files: readonly unknown[], urls: readonly unknown[]): { files?: unknown; listen?: unknown }[] {
  return [...(files.length === 0 ? [] : [{ files }]), ...urls.map((listen) => ({ listen }))];
}

function split(text: string, by: string | RegExp): string[] {
  return text.split(by).filter((part) => part.trim() !== '');
}

/** A flag or a variable is text: it is converted to what the setting accepts, first unchanged. */
function valueOfText(setting: Setting, text: string): unknown {
  const list = listOfText(text);
  const accepted = [text, booleanOf(text), numberOf(text)].find(
    (value) => value !== undefined && setting.schema.safeParse(value).success,
  );
  return accepted ?? list ?? text;
}

function booleanOf(text: string): boolean | undefined {
  if (/^(?:true|yes|on|1)$/i.test(text)) return true;
  return /^(?:false|no|off|0)$/i.test(text) ? false : undefined;
}

/** A list of entries is written as JSON. */
function listOfText(text: string): unknown {
  if (!text.trimStart().startsWith('[')) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    // It is not JSON: the error is about the text itself.
    return undefined;
  }
}

function numberOf(text: string): number | undefined {
  return /^[+-]?\d{1,15}$/.test(text) ? Number(text) : undefined;
}

function unknownVariables(env: Readonly<Record<string, string | undefined>>): readonly SettingError[] {
  const known = [...SETTINGS.map((setting) => setting.environmentName), CONFIG_VARIABLE, LISTEN_VARIABLE];
  return Object.keys(env)
    .filter((name) => name.startsWith('TUNNELWATCH_') && !known.includes(name) && !FOREIGN_VARIABLES.has(name))
    .map((key) => ({
      where: 'environment',
      line: null,
      key,
      message: 'unknown variable',
      remedy: suggest(key, known),
    }));
}

function suggestSetting(name: string, names: readonly string[]): string {
  const dotted = settingOf(name);
  if (dotted !== undefined)
    return `write it as a group: ${dotted.path.join(': { ')}: …${' }'.repeat(dotted.path.length - 1)}`;
  const elsewhere = SETTINGS.find((setting) => setting.path.at(-1) === name);
  return elsewhere === undefined ? suggest(name, names) : `did you mean ${elsewhere.key}?`;
}

function checked(values: readonly GivenValue[], errors: readonly SettingError[]): Layer {
  const all = [...errors, ...values.flatMap(checkValue)];
  return { values, errors: all.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0)) };
}

function checkValue(given: GivenValue): readonly SettingError[] {
  const parsed = given.setting.schema.safeParse(given.value);
  if (parsed.success) return [];
  return parsed.error.issues.flatMap((issue) => issueErrors(given, issue));
}

/** Settings that are lists of entries or groups of thresholds, and what is expected of each key in them. */
const KEYS_WITHIN = new Map<string, () => Readonly<Record<string, string>>>([
  ['sources', () => SOURCE_EXPECTS],
  ['notifications', () => CHANNEL_EXPECTS],
  ['routes', () => ROUTE_EXPECTS],
  ['diagnosis', diagnosisExpects],
  ['aliases', () => ({})],
]);

/** Only these have parts; everything else is a single value. */
function issueErrors(given: GivenValue, issue: z.core.$ZodIssue): readonly SettingError[] {
  return faultsWithin(given, issue).map(({ path, message, remedy }) => ({
    where: given.where,
    line: given.lineOf(path),
    key: keyOf(given, path),
    message,
    remedy,
  }));
}

function faultsWithin(given: GivenValue, issue: z.core.$ZodIssue): readonly ValueFault[] {
  const { key, notes } = given.setting;
  const value = fromJson(given.value);
  if (key === 'alerts.rules') return [invalidValue(issue.path, valueAt(value, issue.path), notes.expects)];
  const keys = KEYS_WITHIN.get(key)?.();
  if (keys === undefined) return [invalidValue([], given.value, notes.expects)];
  return issueFaults(issue, value, { keys, whole: notes.expects });
}

function keyOf(given: GivenValue, path: readonly PropertyKey[]): string {
  if (given.layer === 'file') return formatPath([given.setting.key, ...path]);
  if (given.setting.key !== 'sources') return formatPath([given.key, ...path]);
  const isListener = path.length > 0 && valueAt(given.value, [path[0] ?? 0, 'listen']) !== undefined;
  if (!isListener) return given.key;
  return given.layer === 'flag' ? '--listen' : LISTEN_VARIABLE;
}
