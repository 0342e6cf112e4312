import type { SettingError } from './setting-error.js';
/** A parsed YAML or JSON file whose values know their lines. */
export interface LocatedYaml {
    readonly value: unknown;
    /** Line, from 1, of the key at a path (or of the nearest thing above it that is there). */
    lineOf(path: readonly PropertyKey[]): number;
}
export type LocatedYamlResult = {
    readonly ok: true;
    readonly file: LocatedYaml;
} | {
    readonly ok: false;
    readonly errors: readonly SettingError[];
};
/** Reads a file as YAML, of which JSON is a part. `path` is also the name in the errors. */
export declare function readLocatedYaml(path: string): LocatedYamlResult;
/** Parses YAML text. Broken YAML gives an error per fault, with its line. An empty file has the value null. */
export declare function parseLocatedYaml(text: string, path: string): LocatedYamlResult;
