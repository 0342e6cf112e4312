import { type CounterLife, isEnded } from '@tunnelwatch/shared/counter-life';
import { groupDigits } from '@tunnelwatch/shared/number-axis';
import type { Counter, CounterEnd, Forecast } from '@tunnelwatch/shared/sa-course';
import { formatCount, formatShare } from '@tunnelwatch/shared/format-number';
import { formatDateTime, span } from '../../format/format-time.js';

/** Whose counter it is, for the beginning of a sentence. */
export const COUNTER_LABEL: Readonly<Record<Counter, string>> = {
  peer: 'Peer counter (inbound)',
  own: 'Local counter (outbound)',
};

/** The value of a counter, and the share of its numbers that is used. */
export function stoodWords({ counter, runs, used }: CounterLife): string {
  const last = runs.at(-1)?.at(-1);
  if (last === undefined) return '';
  const stood = `${COUNTER_LABEL[counter]} was at ${groupDigits(last.seqno)} at ${formatDateTime(last.time)}`;
  return used === null ? `${stood}.` : `${stood}: ${formatShare(used, 1)} of its 32-bit range.`;
}

/** How a counter was exhausted and the impact; nothing for one that is not exhausted. */
export function endWords(life: CounterLife): string | null {
  const { end } = life;
  if (end === null) return null;
  const { lost, lastLostAt } = end;
  const cost = `${formatCount(lost)} ${lost === 1 ? 'packet' : 'packets'} could not be sent (message 339), the newest at ${formatDateTime(lastLostAt)}`;
  const since = isEnded(life)
    ? 'Nothing is sent over this SA until it is rekeyed.'
    : `A new SA was seen by ${formatDateTime(life.runs.at(-1)?.[0]?.time ?? end.at)}.`;
  return `It was exhausted by ${formatDateTime(end.at)}. At least ${cost}. ${since}`;
}

/** How early the exhaustion could have been forecast; null if too little of the counter was logged before. */
export function foreseenWords({ at, foreseen }: CounterEnd): string {
  if (foreseen === null) {
    return 'This could not be predicted: too few messages about outbound packets (572 and 1057) were logged before.';
  }
  const { first, last } = foreseen;
  const early = `From ${formatDateTime(first.seenAt)} on, ${span(at - first.seenAt)} ahead, it was predicted for ${formatDateTime(first.at)} (${betweenLabel(first)})`;
  if (last.seenAt === first.seenAt) return `${early}.`;
  return `${early}; the last forecast before it said ${formatDateTime(last.at)}, at ${formatCount(Math.round(last.packetsPerSecond))} packets per second.`;
}

/** The uncertainty of a forecast. */
export function betweenLabel({ earliest, latest }: Forecast): string {
  return `between ${formatDateTime(earliest)} and ${formatDateTime(latest)}`;
}

/** How often new SAs come, and what that means for the exhaustion of the counter. */
export function rekeyWords({ rekeys, rekeyEveryMs, beganAt, forecast }: CounterLife): string {
  const [newest] = rekeys.slice(-1);
  if (newest === undefined) return 'No new SA seen in this time range.';
  const seen = `${formatCount(rekeys.length)} new ${rekeys.length === 1 ? 'SA' : 'SAs'} seen in this time range, the newest at ${formatDateTime(newest)}`;
  if (rekeyEveryMs === null) return `${seen}.`;
  const often = `${seen}; about one every ${span(rekeyEveryMs)}`;
  const isBefore = forecast !== null && beganAt !== null && beganAt + rekeyEveryMs < forecast.earliest;
  return isBefore ? `${often}, well before the counter runs out.` : `${often}.`;
}
