/** The time that a `?at=` names, epoch ms, to the second; null where it names none. */
export function parseAt(text: string | null): number | null {
  if (text === null) return null;
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : Math.floor(at / 1000) * 1000;
}

/** A time as `?at=` has it. */
export function formatAt(at: number): string {
  return new Date(at).toISOString().replace('.000Z', 'Z');
}

const COVERED = [/^\/$/, /^\/wall\/?$/, /^\/alerts\/?$/, /^\/alerts\/\d+\/?$/, /^\/tunnels\/[^/]+\/[^/]+\/?$/];

/** Whether the page at a path can be shown as it was; the others show the present. */
export function isCovered(pathname: string): boolean {
  return COVERED.some((pattern) => pattern.test(pathname));
}
