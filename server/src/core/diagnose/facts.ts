import type { Edge, Verdict } from '@tunnelwatch/shared/diagnosis';
import type { NumberPattern } from './number-pattern.js';
import type { RecentDrops } from './recent-drops.js';
import type { DiagnosisSettings } from '@tunnelwatch/shared/diagnosis-settings';
import type { SpanCounts } from './span-counts.js';

/** What a rule judges: the drops of some minutes of a tunnel. */
export interface TunnelFacts {
  counts: SpanCounts;
  /** Packets a second of the peer; undefined where nothing tells. */
  rate: number | undefined;
  edge: Edge['finding'];
  /** The window that the newest drop named, packets; 0 where none did. */
  windowSize: number;
  /** Where the window stands: the number that windowbase named last; NaN where none did. */
  windowAt: number;
  recent: RecentDrops;
  /** Tunnels of the gateway whose encryption or decryption failed in the same time, this one included. */
  cryptoTunnels: number;
  settings: DiagnosisSettings;
}

/** The largest window that may be the answer; as long as the edge is not known, each lag may be a window too long. */
export function largestFitting({ edge, windowSize, settings }: TunnelFacts): number {
  return settings.largestWindow + (edge === 'undetermined' ? windowSize : 0);
}

/** Late packets by how late they were. */
export interface LateTimes {
  short: number;
  middle: number;
  long: number;
  /** Their time is not known: no rate. */
  undated: number;
}

/** Late packets by time; those from before a rate was known are dated by the one that is known now. */
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

/** A number in a packet has so many values (RFC 4303 section 2.2): of extended ones the other half does not travel. */
const NUMBERS = 2 ** 32;
/** Numbers that jump about over more than traffic could cover. */
function areWild(
  { back, sparse, dense, range }: NumberPattern,
  { jumpShare, wildPackets }: DiagnosisSettings,
): boolean {
  return back >= (back + sparse + dense) * jumpShare && back > 0 && range >= wildPackets;
}

/** Failed integrity checks whose numbers jump about in the whole range. */
export function areFailuresWild({ counts, settings }: TunnelFacts): boolean {
  return areWild(counts.integrity, settings);
}

/**
 * Late numbers that jump about in the whole range, as made up ones do. What was held up comes out of order as well, at a
 * high rate over as wide a range, but it lags by seconds; made up numbers lie anywhere between 0 and the window.
 */
export function areLateWild(facts: TunnelFacts): boolean {
  const { late, lateNumbers } = facts.counts;
  const { long, undated } = lateTimes(facts);
  return long + undated >= late * facts.settings.leastShare && areWild(lateNumbers, facts.settings);
}

/**
 * True where late numbers that jump about may be made up: where some beside them lie far above the window, or where by
 * chance none has lain there yet.
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

/** Judges the drops of a tunnel; undefined where they do not look like it. */
export type TunnelRule = (facts: TunnelFacts) => Verdict | undefined;
