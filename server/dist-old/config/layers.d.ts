import type { LocatedYaml } from './located-yaml.js';
import { type SettingError } from './setting-error.js';
import { type Setting } from './setting-list.js';
/** Where values of settings come from, the strongest first. */
export type LayerName = 'flag' | 'environment' | 'file' | 'default';
/** A value that one layer gives to a setting, and how to name the place in a message. */
export interface GivenValue {
    readonly layer: LayerName;
    readonly setting: Setting;
    readonly value: unknown;
    /** A file's path, `environment` or `command line`. */
    readonly where: string;
    /** The setting as it is written there. */
    readonly key: string;
    /** Line in the file of the setting, or of a part of its value. */
    readonly lineOf: (within: readonly PropertyKey[]) => number | null;
}
export interface Layer {
    readonly values: readonly GivenValue[];
    readonly errors: readonly SettingError[];
}
/** Names the configuration file, as `--config` does. */
export declare const CONFIG_VARIABLE = "TUNNELWATCH_CONFIG";
/** What the configuration file says. A key without a value counts as not there. */
export declare function fileLayer(path: string, file: LocatedYaml): Layer;
/** What the environment says. An empty variable counts as not set, as compose files pass it. */
export declare function environmentLayer(env: Readonly<Record<string, string | undefined>>): Layer;
/** What the command line says: `flags` as commander delivers them, and under `files` the FILE arguments. */
export declare function flagLayer(flags: Readonly<Record<string, unknown>>): Layer;
