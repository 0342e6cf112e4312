import { type CounterLife, isEnded } from '@tunnelwatch/shared/counter-life';
import { groupDigits } from '@tunnelwatch/shared/number-axis';
import type { Counter, CounterEnd, Forecast } from '@tunnelwatch/shared/sa-course';
import { formatCount, formatShare } from '../../format/format-number.js';
import { formatDateTime } from '../../format/format-time.js';
import { span } from '../../format/format-duration.js';

/** Whose counter it is, to begin a sentence with. */
export const COUNTER_WORDS: Readonly<Record<Counter, string>> = {
  peer: 'The peer’s counter (inbound)',
  own: 'Our own counter (outbound)',
};

/** What a counter stood at, and how much of its numbers it has used. */
export function stoodWords({ counter, runs, used }: CounterLife): string {
  const last = runs.at(-1)?.at(-1);
  if (last === undefined) return '';
  const stood = `${COUNTER_WORDS[counter]} stood at ${groupDigits(last.seqno)} at ${formatDateTime(last.time)}`;
  return used === null ? `${stood}.` : `${stood}: ${formatShare(used, 1)} of its 32-bit numbers.`;
}

/** How a counter ended and what that cost; nothing of one that has not ended. */
export function endWords(life: CounterLife): string | null {
  const { end } = life;
  if (end === null) return null;
  const { lost, lastLostAt } = end;
  const cost = `${formatCount(lost)} ${lost === 1 ? 'packet' : 'packets'} could not be sent (message 339), the newest at ${formatDateTime(lastLostAt)}`;
  const since = isEnded(life)
    ? 'Nothing is sent through this SA until a new one is negotiated.'
    : `A new SA was seen by ${formatDateTime(life.runs.at(-1)?.[0]?.time ?? end.at)}.`;
  return `It reached its last number by ${formatDateTime(end.at)}. At least ${cost}. ${since}`;
}

/** How far ahead the end could have been told; null where too little was logged of the counter before. */
export function foreseenWords({ at, foreseen }: CounterEnd): string {
  if (foreseen === null) {
    return 'It could not be told ahead: of packets to be sent too few were logged before (messages 572 and 1057).';
  }
  const { first, last } = foreseen;
  const early = `From ${formatDateTime(first.seenAt)} on, ${span(at - first.seenAt)} ahead, it was to be expected at ${formatDateTime(first.at)} (${betweenWords(first)})`;
  if (last.seenAt === first.seenAt) return `${early}.`;
  return `${early}; the last forecast before it said ${formatDateTime(last.at)}, at ${formatCount(Math.round(last.packetsPerSecond))} packets a second.`;
}

/** The uncertainty of a forecast. */
export function betweenWords({ earliest, latest }: Forecast): string {
  return `between ${formatDateTime(earliest)} and ${formatDateTime(latest)}`;
}

/** How often new SAs come, and what that means for the end of the counter. */
export function rekeyWords({ rekeys, rekeyEveryMs, beganAt, forecast }: CounterLife): string {
  const [newest] = rekeys.slice(-1);
  if (newest === undefined) return 'No new SA was seen in this time.';
  const seen = `${formatCount(rekeys.length)} new ${rekeys.length === 1 ? 'SA was' : 'SAs were'} seen in this time, the newest at ${formatDateTime(newest)}`;
  if (rekeyEveryMs === null) return `${seen}.`;
  const often = `${seen}; they come every ${span(rekeyEveryMs)}`;
  const isBefore = forecast !== null && beganAt !== null && beganAt + rekeyEveryMs < forecast.earliest;
  return isBefore ? `${often}, and so well before the numbers end.` : `${often}.`;
}
