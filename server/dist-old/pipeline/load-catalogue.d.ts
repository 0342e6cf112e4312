import { type Catalogue } from '../classify/catalogue.js';
import type { SettingOrigin } from '../config/load.js';
import { type SettingError } from '../config/setting-error.js';
export type LoadedCatalogue = {
    readonly ok: true;
    readonly catalogue: Catalogue;
} | {
    readonly ok: false;
    readonly errors: readonly SettingError[];
};
/**
 * The built-in catalogue, with the user's file (YAML or JSON, an absolute path) laid over it where there is one. A file
 * that cannot be read at all is a fault of the setting that names it: `named` says where that stands.
 */
export declare function loadCatalogue(path: string | null, named?: SettingOrigin): LoadedCatalogue;
