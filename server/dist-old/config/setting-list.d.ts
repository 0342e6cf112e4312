import { z } from 'zod';
import { type SettingNotes } from './setting-notes.js';
/** One setting of the schema, with its names. */
export interface Setting {
    /** Its place in the schema and the file, as in ['alerts', 'pastAfterMinutes']. */
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
export declare const SETTINGS: readonly Setting[];
/** The names of groups and settings at a path of the schema; undefined where no group stands. */
export declare function namesAt(path: readonly string[]): readonly string[] | undefined;
/** The setting whose dotted path this is. */
export declare function settingOf(key: string): Setting | undefined;
