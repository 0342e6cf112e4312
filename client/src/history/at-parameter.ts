import { MINUTE_MS } from '@tunnelwatch/shared/time-units';

/** The time in `?at=`, epoch ms, to the second; null if it is absent. */
export function parseAt(text: string | null): number | null {
  if (text === null) return null;
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : Math.floor(at / 1000) * 1000;
}

/** A time in the format of `?at=`. */
export function formatAt(at: number): string {
  return new Date(at).toISOString().replace('.000Z', 'Z');
}

const BACK_MS = 15 * MINUTE_MS;

/** Where the time machine begins when no time was asked for: 15 minutes before `now`, epoch ms, at a full minute. */
export function timeMachineStart(now: number): number {
  return Math.floor((now - BACK_MS) / MINUTE_MS) * MINUTE_MS;
}

const COVERED = [
  /^\/$/,
  /^\/wall(?:\/\d+)?\/?$/,
  /^\/alerts\/?$/,
  /^\/alerts\/\d+\/?$/,
  /^\/tunnels\/[^/]+\/[^/]+\/?$/,
];

/** Whether the page at a path supports history; the others show the present. */
export function isCovered(pathname: string): boolean {
  return COVERED.some((pattern) => pattern.test(pathname));
}
