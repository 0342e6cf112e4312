import { z } from 'zod';
import { settingsSchema } from './schema.js';
import { settingNotes, type SettingNotes } from './setting-notes.js';

/** One setting of the schema, with its names. */
export interface Setting {
  /** Its path in the schema and the file, as in ['alerts', 'pastAfterMinutes']. */
  readonly path: readonly string[];
  /** The same joined by dots. */
  readonly key: string;
  /** `--alerts-past-after-minutes`; the files of a source are arguments instead. */
  readonly flag: string;
  /** The name under which commander delivers that flag: `alertsPastAfterMinutes`. */
  readonly flagName: string;
  readonly environmentName: string;
  readonly schema: z.ZodType;
  readonly notes: SettingNotes;
  readonly defaultValue: unknown;
}

/** Every setting, in the order of the schema. */
export const SETTINGS: readonly Setting[] = collect(settingsSchema, []);

/** The names of groups and settings at a path of the schema; undefined if there is no group. */
export function namesAt(path: readonly string[]): readonly string[] | undefined {
  let group: z.ZodType = settingsSchema;
  for (const name of path) {
    const next = group instanceof z.ZodObject ? childOf(group, name) : undefined;
    if (next === undefined) return undefined;
    group = next;
  }
  return group instanceof z.ZodObject ? Object.keys(group.shape) : undefined;
}

/** The setting with this dotted path. */
export function settingOf(key: string): Setting | undefined {
  return SETTINGS.find((setting) => setting.key === key);
}

function childOf(group: z.ZodObject, name: string): z.ZodType | undefined {
  return childrenOf(group).find(([key]) => key === name)?.[1];
}

function childrenOf(group: z.ZodObject): [string, z.ZodType][] {
  return Object.entries(group.shape).flatMap(([name, child]) => (child instanceof z.ZodType ? [[name, child]] : []));
}

function collect(group: z.ZodObject, path: readonly string[]): readonly Setting[] {
  return childrenOf(group).flatMap(([name, child]) => {
    const childPath = [...path, name];
    if (child instanceof z.ZodObject) return collect(child, childPath);
    const notes = settingNotes.get(child);
    if (notes === undefined) throw new Error(`the setting ${childPath.join('.')} has no notes in the schema`);
    return [describeSetting(childPath, child, notes)];
  });
}

function describeSetting(path: readonly string[], schema: z.ZodType, notes: SettingNotes): Setting {
  const snake = path.map(snakeCase).join('_');
  const words = snake.split('_');
  return {
    path,
    key: path.join('.'),
    flag: `--${words.join('-')}`,
    flagName: words.map((word, index) => (index === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1))).join(''),
    environmentName: notes.environmentName ?? `TUNNELWATCH_${snake.toUpperCase()}`,
    schema,
    notes,
    defaultValue: schema.parse(undefined),
  };
}

function snakeCase(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
