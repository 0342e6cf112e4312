/** Something wrong in the configuration, for people. */
export interface SettingError {
    /** Where it stands: a file's path, `environment` or `command line`. */
    readonly where: string;
    /** Line in the file, from 1; null where there is none. */
    readonly line: number | null;
    /** The setting as it is written there: `alerts.pastAfterMinutes`, `TUNNELWATCH_PORT`, `--port`; empty for a whole file. */
    readonly key: string;
    readonly message: string;
    readonly remedy: string;
}
/** One line of text: `tunnelwatch.yaml:3: port: "banana" …; expected a whole number from 0 to 65535`. */
export declare function formatSettingError(error: SettingError): string;
/** A value as it is quoted in a message: short, on one line, control characters escaped. */
export declare function quoteValue(value: unknown): string;
/** A path as people write it: `sources[0].timeZone`. */
export declare function formatPath(path: readonly PropertyKey[]): string;
