import { z } from 'zod';
/** What a person has to know of a setting. The documents, the example file and the messages of errors come from here. */
export interface SettingNotes {
    /** What it sets, as a sentence. */
    readonly what: string;
    /** Unit of the value; null where it has none. */
    readonly unit: string | null;
    /** What a right value is, to follow "expected". */
    readonly expects: string;
    /** Why the default is what it is. */
    readonly why: string;
    /** A right value as it stands in the file, where the default itself shows nothing. */
    readonly example?: string;
    /** The environment variable, where it is not made from the path. */
    readonly environmentName?: string;
}
/** The notes of each setting. */
export declare const settingNotes: z.core.$ZodRegistry<SettingNotes, z.core.$ZodType<unknown, unknown, z.core.$ZodTypeInternals<unknown, unknown>>>;
