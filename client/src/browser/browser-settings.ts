/** A setting kept in this browser; null where there is none or storage is blocked. */
export function readSetting(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    // Browsers throw where storage is blocked: settings then hold for one visit.
    return null;
  }
}

/** Keeps a setting in this browser. */
export function writeSetting(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // As above: a comfort, not a need.
  }
}
