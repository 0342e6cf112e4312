/** A configuration error, for display. */
export interface SettingError {
  /** Its location: a file's path, `environment` or `command line`. */
  readonly where: string;
  /** Line in the file, from 1; null if there is none. */
  readonly line: number | null;
  /** The setting as written there: `alerts.pastAfterMinutes`, `TUNNELWATCH_PORT`, `--port`; empty for a whole file. */
  readonly key: string;
  readonly message: string;
  readonly remedy: string;
}

/** One line of text: `tunnelwatch.yaml:3: port: "banana" …; expected a whole number from 0 to 65535`. */
export function formatSettingError(error: SettingError): string {
  const place = error.line === null ? error.where : `${error.where}:${error.line}`;
  const key = error.key === '' ? '' : ` ${error.key}:`;
  return `${place}:${key} ${error.message}; ${error.remedy}`;
}

/** A value as it is quoted in a message: short, on one line, control characters escaped. */
export function quoteValue(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

/** A path in the usual notation: `sources[0].timeZone`. */
export function formatPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    return text === '' ? String(part) : `${text}.${String(part)}`;
  }, '');
}

/** Where a setting, or a part of it, was made. */
export type SettingPlace = Pick<SettingError, 'where' | 'line' | 'key'>;
