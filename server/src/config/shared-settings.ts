import { BUILTIN_CATALOGUE } from '@tunnelwatch/shared/catalogue-entries';
import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { actorSchema } from '@tunnelwatch/shared/actor';
import { z } from 'zod';
import { mergeCatalogue } from '../core/classify/catalogue-file.js';
import { readLocatedYaml } from './located-yaml.js';
import { settingsSchema } from './schema.js';
import type { ServerSettings, Settings } from './settings.js';
import { SETTINGS } from './setting-list.js';

const { shape } = settingsSchema;

/** A user's catalogue as its file has it; null without one. */
const catalogueSchema = z.unknown().refine((document) => {
  return document === null || mergeCatalogue(BUILTIN_CATALOGUE, document).ok;
});

/**
 * The settings that decide what the core makes of its inputs: on all nodes of a cluster they must be the same at the same
 * place of the stream. All others are each machine's own.
 */
export const sharedSettingsSchema = z.object({
  catalogue: catalogueSchema,
  aliases: shape.aliases,
  alerts: shape.alerts,
  diagnosis: shape.diagnosis,
  monitoring: shape.monitoring,
  ingest: z.object({ storeOther: shape.ingest.shape.storeOther }),
  retention: z.object({ maxAgeDays: shape.retention.shape.maxAgeDays }),
  newNames: shape.newNames,
});
export type SharedSettings = z.output<typeof sharedSettingsSchema>;

/** What is in force in a cluster, and how it came about. */
export const appliedSettingsSchema = z.object({
  values: sharedSettingsSchema,
  /** When, by the clock of the cluster, epoch ms. */
  at: z.number(),
  /** Who has applied them; null for those that the first node brought. */
  by: actorSchema.nullable(),
});
export type AppliedSettings = z.output<typeof appliedSettingsSchema>;

/** One of them, before and after. */
export interface SettingChange {
  /** Its dotted path, as in `alerts.rules`. */
  key: string;
  before: unknown;
  after: unknown;
}

/** Their dotted paths, in the order of the configuration. */
export const SHARED_KEYS: readonly string[] = SETTINGS.map(({ key }) => key).filter((key) => isShared(key.split('.')));

function isShared([group = '', name]: readonly string[]): boolean {
  const known: unknown = Reflect.get(sharedSettingsSchema.shape, group);
  if (known === undefined) return false;
  return name === undefined || !(known instanceof z.ZodObject) || name in known.shape;
}

/** The shared ones among the settings of a machine. @throws Error when its catalogue cannot be read any more */
export function sharedSettingsOf(settings: Settings): SharedSettings {
  const { aliases, alerts, diagnosis, monitoring, newNames } = settings;
  const shared = {
    catalogue: settings.catalogue === null ? null : documentOf(settings.catalogue),
    aliases,
    alerts,
    diagnosis,
    monitoring,
    ingest: { storeOther: settings.ingest.storeOther },
    retention: { maxAgeDays: settings.retention.maxAgeDays },
    newNames,
  };
  // As they come back from the stream, so that they can be compared with what does.
  return sharedSettingsSchema.parse(JSON.parse(JSON.stringify(shared)));
}

function documentOf(path: string): unknown {
  const read = readLocatedYaml(path);
  if (read.ok) return read.file.value;
  throw new Error(`${path} cannot be read: ${read.errors.map(({ message }) => message).join('; ')}`);
}

/**
 * The settings of a machine with the shared ones that are in force in its cluster. Their catalogue is put into a file of the
 * data folder, where threads read it.
 */
export function withSharedSettings(settings: ServerSettings, shared: SharedSettings): ServerSettings {
  const { catalogue, ingest, retention, ...rest } = shared;
  return {
    ...settings,
    ...rest,
    ingest: { ...settings.ingest, ...ingest },
    retention: { ...settings.retention, ...retention },
    catalogue: catalogue === null ? null : keptCatalogue(settings.data, catalogue),
  };
}

/** At any moment there is the file of before or the whole new one. */
function keptCatalogue(dataDirectory: string, document: unknown): string {
  const file = join(dataDirectory, 'cluster-catalogue.json');
  writeFileSync(`${file}.new`, JSON.stringify(document), { mode: 0o600 });
  renameSync(`${file}.new`, file);
  return file;
}

/** What differs between two of them, in the order of the configuration. */
export function settingChanges(before: SharedSettings, after: SharedSettings): SettingChange[] {
  return SHARED_KEYS.map((key) => ({ key, before: valueAt(before, key), after: valueAt(after, key) })).filter(
    (each) => !isDeepStrictEqual(each.before, each.after),
  );
}

function valueAt(shared: SharedSettings, key: string): unknown {
  return key.split('.').reduce<unknown>((at, name) => {
    return typeof at === 'object' && at !== null ? Reflect.get(at, name) : undefined;
  }, shared);
}
