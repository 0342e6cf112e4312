const KEY = 'tunnelwatch.operator';

/** The name given at the last acknowledgement on this computer; empty where there is none or storage is blocked. */
export function rememberedName(): string {
  try {
    return localStorage.getItem(KEY) ?? '';
  } catch {
    // Browsers throw where storage is blocked; the name is then typed each time.
    return '';
  }
}

/** Remembers the name on this computer. */
export function rememberName(name: string): void {
  try {
    localStorage.setItem(KEY, name);
  } catch {
    // As above: a comfort, not a need.
  }
}
