import type { Edge, Verdict } from '@tunnelwatch/shared/diagnosis';
import type { Climbing } from './catch-up.js';
import { dropsOf, type LateCounter } from './late-counters.js';
import type { NumberPattern } from './number-pattern.js';
import type { RecentDrops } from './recent-drops.js';
import type { DiagnosisSettings } from '@tunnelwatch/shared/diagnosis-settings';
import type { SpanCounts } from './span-counts.js';

/** The input of a rule: some minutes of drops of a tunnel. */
export interface TunnelFacts {
  counts: SpanCounts;
  /** Packets per second of the peer; undefined when not known. */
  rate: number | undefined;
  edge: Edge['finding'];
  /** The window in the newest drop with one, packets; 0 if there is none. */
  windowSize: number;
  /** Position of the window: the last windowbase; NaN if there is none. */
  windowAt: number;
  /** When the window last moved, epoch ms; NaN if there is none. */
  windowMovedAt: number;
  /** Whether a number has shown extended sequence numbers. */
  isEsn: boolean;
  /** Counters below the window that have lasted long enough to be those of senders. */
  senders: readonly LateCounter[];
  /** Late packets of counters that have not lasted long enough yet. */
  undecided: number;
  /** Numbers that climb towards a window that does not move. */
  climbing: Climbing | undefined;
  recent: RecentDrops;
  /** Tunnels of the gateway whose encryption or decryption failed in the same period, including this one. */
  cryptoTunnels: number;
  settings: DiagnosisSettings;
}

/** The largest window to recommend; while the edge is not known, each lag may be a window too long. */
export function largestFitting({ edge, windowSize, settings }: TunnelFacts): number {
  return settings.largestWindow + (edge === 'undetermined' ? windowSize : 0);
}

/** Late packets by how late they were. */
export interface LateTimes {
  short: number;
  middle: number;
  long: number;
  /** Their time is not known: there is no rate. */
  undated: number;
}

/** Late packets by time; those from before a rate was known are dated by the current one. */
export function lateTimes({ counts, rate, settings }: TunnelFacts): LateTimes {
  const { lateShort: short, lateMiddle: middle, lateLong: long, neededUndated } = counts;
  if (neededUndated === undefined) return { short, middle, long, undated: 0 };
  if (rate === undefined) return { short, middle, long, undated: neededUndated.total };
  const untilShort = neededUndated.acceptedBy(rate * settings.reorderingSeconds);
  const untilMiddle = neededUndated.acceptedBy(rate * settings.replaySeconds);
  return {
    short: short + untilShort,
    middle: middle + untilMiddle - untilShort,
    long: long + neededUndated.total - untilMiddle,
    undated: 0,
  };
}

/** Number of values of a sequence number in a packet (RFC 4303 section 2.2): the other half of extended ones is not sent. */
const NUMBERS = 2 ** 32;
/** Random numbers over a wider range than traffic could cover. */
function areWild(
  { back, sparse, dense, range }: NumberPattern,
  { jumpShare, wildPackets }: DiagnosisSettings,
): boolean {
  return back >= (back + sparse + dense) * jumpShare && back > 0 && range >= wildPackets;
}

/** Failed integrity checks with random numbers across the whole range. */
export function areFailuresWild({ counts, settings }: TunnelFacts): boolean {
  return areWild(counts.integrity, settings);
}

/**
 * Late random numbers across the whole range, as forged ones are. Delayed packets arrive out of order as well, at a
 * high rate over an equally wide range, but they lag by seconds; forged numbers are anywhere between 0 and the window.
 */
export function areLateWild(facts: TunnelFacts): boolean {
  const { late, lateNumbers } = facts.counts;
  const { long, undated } = lateTimes(facts);
  return long + undated >= late * facts.settings.leastShare && areWild(lateNumbers, facts.settings);
}

/**
 * True when late random numbers may be forged: when others are far above the window, or when it may be a
 * coincidence that none is there yet.
 */
export function mayLateBeMadeUp(facts: TunnelFacts): boolean {
  const { counts, windowAt, settings } = facts;
  if (!areLateWild(facts)) return false;
  const below = Number.isNaN(windowAt) ? 1 : (windowAt % NUMBERS) / NUMBERS;
  return (
    counts.ahead > 0 ||
    (counts.integrity.count > 0 && counts.late < settings.highDrops) ||
    below ** counts.late > settings.madeUpChance
  );
}

/** True when late numbers begin near 1 and far below the window, as those of a restarted counter do. */
export function isFromStart({ counts: { lowestLate }, windowAt, settings }: TunnelFacts): boolean {
  if (lowestLate <= settings.firstNumber) return true;
  return lowestLate <= settings.youngNumber && !(lowestLate * 2 > windowAt);
}

/** Packets that failed the integrity check because they were late, with extended sequence numbers. */
export function failedLateOf({ failedLate }: TunnelFacts['counts']): number {
  return failedLate?.total ?? 0;
}

/** Late packets of senders with counters of their own. */
export function senderDrops({ senders, counts }: TunnelFacts): number {
  return Math.min(
    counts.late,
    senders.reduce((sum, counter) => sum + dropsOf(counter), 0),
  );
}

/** Judges the drops of a tunnel; undefined where they do not look like it. */
export type TunnelRule = (facts: TunnelFacts) => Verdict | undefined;
