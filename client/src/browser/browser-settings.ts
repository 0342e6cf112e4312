/** A setting stored in this browser; null if there is none or storage is blocked. */
export function readSetting(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    // Browsers throw when storage is blocked: settings then last for one visit.
    return null;
  }
}

/** Stores a setting in this browser. */
export function writeSetting(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // As above: a convenience, not a requirement.
  }
}

/** Removes a setting from this browser. */
export function removeSetting(key: string): void {
  try {
    localStorage.removeItem(key);
  } catch {
    // As above.
  }
}
