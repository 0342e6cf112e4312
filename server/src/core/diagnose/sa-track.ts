import type { DiagnosisSettings } from '@tunnelwatch/shared/diagnosis-settings';
import { CounterGauge } from './counter-gauge.js';
import { difference, type Drop } from './drop.js';

/** Number of new SAs that are remembered. */
const MAX_REKEYS = 32;
/** Stamps may be of whole seconds, ms. */
const STAMP_MS = 1000;
/** Number of increases of lower bases that indicate a new SA. */
const RISES = 3;
/** Number of values of the half of a sequence number that is transmitted. */
const NUMBERS = 2 ** 32;
/** What a line shows of its SA. */
export type SaNews = 'first' | 'moved' | 'still' | 'new-sa' | 'old-sa';

interface SeenBase {
  time: number;
  high: number;
  low: number;
}

/** Follows the inbound SA of a tunnel by the base of its window, which only authentic packets move. */
export class SaTrack {
  readonly gauge = new CounterGauge();
  /** Times of new SAs, epoch ms. */
  readonly rekeys: number[] = [];
  /** The base at which this SA was first seen; numbers are kept relative to it. */
  originHigh = 0;
  originLow = 0;
  /** The base, relative to the origin. */
  base = 0;
  /** When the base last moved, epoch ms; NaN before anything was seen. */
  movedAt = Number.NaN;
  isEsn = false;
  private lastClaimed = 0;
  /** The last base that was lower than the one of this SA, and how often in a row such ones increased. */
  private fallen: { value: number; rises: number } | undefined;
  private old: { high: number; low: number; until: number } | undefined;

  /** The base as a double, exact below 2^53; NaN before anything was seen. */
  get baseNumber(): number {
    if (Number.isNaN(this.movedAt)) return Number.NaN;
    return this.originHigh * 0x1_0000_0000 + this.originLow + this.base;
  }

  /** A number of this SA relative to the origin: exact when the numbers are close together. */
  fromOrigin(high: number, low: number): number {
    return difference(high, low, this.originHigh, this.originLow);
  }

  /**
   * The number that a packet claims, relative to the origin. Only the lower half of an extended number is transmitted
   * (RFC 4303 section 2.2.1), so the nearest number with that half is meant, whatever the line puts before it.
   */
  claimed(high: number, low: number, isEsn: boolean): number {
    const number = this.fromOrigin(high, low);
    if (!isEsn) return number;
    // Before a window is seen, the nearest one to the number before is meant.
    const near = Number.isNaN(this.movedAt) ? this.lastClaimed : this.base;
    this.lastClaimed = near + nearest(number - near);
    return this.lastClaimed;
  }

  /** Processes the base of a line that has one. */
  note({ time, baseHigh, baseLow }: Drop, settings: DiagnosisSettings): SaNews {
    if (baseHigh > 0) this.isEsn = true;
    if (Number.isNaN(this.movedAt)) {
      this.begin(time, baseHigh, baseLow);
      return 'first';
    }
    const base = this.fromOrigin(baseHigh, baseLow);
    const step = base - this.base;
    if (step === 0) return 'still';
    if (step < 0) return this.noteFall({ time, high: baseHigh, low: baseLow }, step, settings);
    if (this.isOld(time, baseHigh, baseLow)) return 'old-sa';
    this.base = base;
    this.fallen = undefined;
    this.movedAt = Math.max(this.movedAt, time);
    this.gauge.note(time, base);
    return 'moved';
  }

  private noteFall({ time, high, low }: SeenBase, step: number, settings: DiagnosisSettings): SaNews {
    const { rekeyFall, disorderPackets, rekeyOverlapSeconds } = settings;
    const value = high * 0x1_0000_0000 + low;
    const isFar = value < this.baseNumber * rekeyFall && (-step > disorderPackets || value <= 1);
    // A low counter that falls to its beginning is a new SA as well, however small the fall.
    if (!isFar && (-step <= disorderPackets || !this.risesAgain(time, value))) return 'still';
    this.old = {
      high: this.originHigh,
      low: this.originLow,
      until: time + rekeyOverlapSeconds * 1000,
    };
    this.oldBase = this.base;
    this.rekeys.push(time);
    if (this.rekeys.length > MAX_REKEYS) this.rekeys.shift();
    this.begin(time, high, low);
    return 'new-sa';
  }

  private oldBase = 0;

  /**
   * True when bases below the last one have increased again and again, stamped after it: they are of a new SA that was not
   * seen while it was young. Lines that were only delayed have earlier stamps, or the same second.
   */
  private risesAgain(time: number, value: number): boolean {
    if (time < this.movedAt + STAMP_MS) return false;
    const isHigher = this.fallen !== undefined && value > this.fallen.value;
    this.fallen = { value, rises: isHigher ? (this.fallen?.rises ?? 0) + 1 : 0 };
    return this.fallen.rises >= RISES;
  }

  /** True for a line of the previous SA: its packets continue for a while, and lines do not name their SA. */
  private isOld(time: number, high: number, low: number): boolean {
    const { old } = this;
    if (old === undefined || time > old.until) return false;
    const fromOld = Math.abs(difference(high, low, old.high, old.low) - this.oldBase);
    return fromOld < Math.abs(this.fromOrigin(high, low) - this.base);
  }

  private begin(time: number, high: number, low: number): void {
    this.fallen = undefined;
    this.originHigh = high;
    this.originLow = low;
    this.base = 0;
    this.movedAt = time;
    this.gauge.restart();
    this.gauge.note(time, 0);
  }
}

/** A distance as the one of the same lower 32 bits that is nearest to 0. */
function nearest(distance: number): number {
  return distance - Math.round(distance / NUMBERS) * NUMBERS;
}
