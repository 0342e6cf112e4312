import { type Document, type LineCounter, type YAMLError } from 'yaml';
import { type SettingError } from './setting-error.js';
/** The error of a key that stands twice in one map of a YAML file, by its name and both lines; undefined for other faults. */
export declare function repeatedKeyError(document: Document, fault: YAMLError, { where, lines }: {
    readonly where: string;
    readonly lines: LineCounter;
}): SettingError | undefined;
