import { type LayerName } from './layers.js';
import type { SettingError } from './setting-error.js';
import { type Settings } from './settings.js';
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
    readonly place: Pick<SettingError, 'where' | 'line' | 'key'>;
}
export type LoadedSettings = {
    readonly ok: true;
    readonly settings: Settings;
    /** By dotted path. */
    readonly origin: ReadonlyMap<string, SettingOrigin>;
    /** The file that was read; null when there was none. */
    readonly configFile: string | null;
} | {
    readonly ok: false;
    readonly errors: readonly SettingError[];
};
/**
 * Loads the settings: flag before environment before file before default, each setting for itself. Everything that is
 * wrong is reported at once, in values too that a stronger layer hides; callers then end with exit code 2.
 */
export declare function loadSettings(input: LoadInput): LoadedSettings;
