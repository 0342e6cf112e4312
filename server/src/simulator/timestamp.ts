import { HOUR_MS } from '@tunnelwatch/shared/time-units';
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Offset of the simulated receiver, for the formats that carry one. */
const RECEIVER_OFFSET = '+01:00';
const RECEIVER_OFFSET_MS = HOUR_MS;

/** Seconds whose text is kept; lines come in order, so a few do. */
const KEPT_SECONDS = 64;

/** Returns a function from epoch milliseconds to a text that changes only once a second, remembering the last texts. */
function perSecond(write: (date: Date) => string): (atMs: number) => string {
  const texts = new Map<number, string>();
  return (atMs) => {
    const second = Math.floor(atMs / 1000);
    const known = texts.get(second);
    if (known !== undefined) return known;
    const text = write(new Date(second * 1000));
    if (texts.size >= KEPT_SECONDS) texts.clear();
    texts.set(second, text);
    return text;
  };
}

const isoText = (date: Date): string => date.toISOString().slice(0, 19);
const clockText = (date: Date): string => date.toISOString().slice(11, 19);
const monthText = (date: Date): string => MONTHS[date.getUTCMonth()] ?? '';

/** `2026-02-10 17:37:13`, UTC. */
export const bracketTime = perSecond((date) => isoText(date).replace('T', ' '));

/** `Feb 10 17:37:13`, UTC; the day is padded with a space (RFC 3164 section 4.1.2). */
export const bsdTime = perSecond(
  (date) => `${monthText(date)} ${String(date.getUTCDate()).padStart(2)} ${clockText(date)}`,
);

/** `Oct 20 2026 09:45:23`, UTC. */
export const bsdTimeWithYear = perSecond(
  (date) => `${monthText(date)} ${String(date.getUTCDate()).padStart(2)} ${date.getUTCFullYear()} ${clockText(date)}`,
);

const receiverSecond = perSecond((date) => isoText(new Date(date.getTime() + RECEIVER_OFFSET_MS)));

/** `2026-02-10T18:57:45.970+01:00`. */
export function isoMillis(atMs: number): string {
  return `${receiverSecond(atMs)}.${fraction(atMs, 1000)}${RECEIVER_OFFSET}`;
}

/** `2026-02-10T18:57:45.970123+01:00`. */
export function isoMicros(atMs: number): string {
  return `${receiverSecond(atMs)}.${fraction(atMs, 1_000_000)}${RECEIVER_OFFSET}`;
}

/** The part of the second in as many digits as `parts` has zeros. */
function fraction(atMs: number, parts: number): string {
  const part = Math.floor(((atMs % 1000) / 1000) * parts);
  return String(parts + part).slice(1);
}
