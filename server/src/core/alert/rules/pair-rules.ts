import type { Alert } from '@tunnelwatch/shared/alert';
import { type AlertRules, RATE_CLASSES, type RateClass } from '@tunnelwatch/shared/alert-rules';
import type { Priority } from '@tunnelwatch/shared/priority';
import type { Severity } from '@tunnelwatch/shared/severity';
import { type Measure, MEASURES } from '../rates/measure.js';
import { isOverflowOver, overflowOnset } from './overflow-rule.js';
import { isRateOver, type Onset, rateOnset, ratePriority } from './rate-rule.js';
import type { RateSeries } from '../rates/rate-windows.js';
import { isRiseOver, riseOnset } from './rise-rule.js';
import type { UsualRate } from '../rates/usual-rates.js';

/** Minutes (since the epoch) with events, and the current one. */
export interface FreshMinutes {
  from: number;
  to: number;
  now: number;
}

/** A rule about one measure of one subject, with its settings. */
export interface PairRule {
  name: string;
  /** Index of its bit among all rules; constant while the program runs. */
  number: number;
  measure: number;
  class: Alert['class'];
  severity: Severity;
  message: string;
  isEnabled: boolean;
  onset: (series: RateSeries, fresh: FreshMinutes, usual: UsualRate | undefined) => Onset | undefined;
  isOver: (series: RateSeries, now: number, usual: UsualRate | undefined) => boolean;
  /** The minimum priority of its alerts. */
  least: Priority;
  /** The priority as of a minute. */
  priority: (series: RateSeries, now: number) => Priority;
}

const WORDS: Readonly<Record<RateClass, string>> = {
  replay: 'Anti-replay drops',
  integrity: 'Integrity check failures',
  decryption: 'Decryption failures',
  encryption: 'Encryption failures',
  malformed: 'Malformed packets',
  reassembly: 'Reassembly failures',
  ecn: 'ECN mismatches',
};

/** The rules about single subjects. */
export function pairRules(rules: AlertRules): PairRule[] {
  return [
    ...RATE_CLASSES.map((ofClass, number) => rateRule(rules, ofClass, number)),
    overflowRule(rules),
    ...RATE_CLASSES.map((ofClass, at) => riseRule(rules, ofClass, RATE_CLASSES.length + 1 + at)),
  ];
}

function rateRule(rules: AlertRules, ofClass: RateClass, number: number): PairRule {
  const name = `rate-${ofClass}` as const;
  const settings = rules[name];
  const { windowMinutes, count, enabled } = settings;
  const within = windowMinutes === 1 ? 'a minute' : `${String(windowMinutes)} minutes`;
  return {
    name,
    number,
    measure: measureNumber(ofClass),
    class: ofClass,
    isEnabled: enabled,
    least: settings.priority,
    severity: ofClass === 'ecn' ? 'warning' : 'notice',
    message: `${WORDS[ofClass]}: ${count.toLocaleString('en')} or more within ${within}`,
    onset: (series, fresh) => rateOnset(series, fresh, settings),
    isOver: (series, now) => isRateOver(series, now, settings),
    priority: (series, now) => ratePriority(mostWithin(series, now, windowMinutes), settings),
  };
}

function overflowRule({ overflow }: AlertRules): PairRule {
  return {
    name: 'overflow',
    number: RATE_CLASSES.length,
    measure: measureNumber('overflow'),
    class: 'sequence',
    severity: 'warning',
    isEnabled: overflow.enabled,
    least: overflow.priority,
    message: 'Sequence numbers are exhausted: the tunnel sends nothing until it is rekeyed',
    onset: overflowOnset,
    isOver: (series, now) => isOverflowOver(series, now, overflow),
    priority: () => overflow.priority,
  };
}

/** The classes have one rule each, with the same settings: an alert is about one rule and subject. */
function riseRule({ rise }: AlertRules, ofClass: RateClass, number: number): PairRule {
  return {
    name: `rise-${ofClass}`,
    number,
    measure: measureNumber(ofClass),
    class: ofClass,
    isEnabled: rise.enabled,
    least: rise.priority,
    severity: ofClass === 'ecn' ? 'warning' : 'notice',
    message: `${WORDS[ofClass]}: at least ${String(rise.factor)} times the usual number for this tunnel`,
    onset: (series, fresh, usual) => riseOnset(series, fresh, usual, rise),
    isOver: (series, now, usual) => isRiseOver(series, now, usual, rise),
    priority: () => rise.priority,
  };
}

/** Events in the window that ends now, or with the newest event if the gateway's clock is ahead or it was read late. */
function mostWithin(series: RateSeries, now: number, windowMinutes: number): number {
  const end = Math.max(Math.min(now, series.newest), series.newest);
  return series.sum(end - windowMinutes + 1, end);
}

function measureNumber(measure: Measure): number {
  return MEASURES.indexOf(measure);
}
