import { z } from 'zod';

/** Documentation of a setting. The documents, the example file and error messages are generated from it. */
export interface SettingNotes {
  /** What it sets, as a sentence. */
  readonly what: string;
  /** Unit of the value; null where it has none. */
  readonly unit: string | null;
  /** The valid values, to follow "expected". */
  readonly expects: string;
  /** Why the default is what it is. */
  readonly why: string;
  /** An example of a value as in the file, if the default itself is not instructive. */
  readonly example?: string;
  /** The environment variable, if it is not derived from the path. */
  readonly environmentName?: string;
}

/** The notes of each setting. */
export const settingNotes = z.registry<SettingNotes>();
