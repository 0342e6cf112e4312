import type { Confidence, EvidenceItem, Verdict } from '@tunnelwatch/shared/diagnosis';
import type { DiagnosisSettings } from '@tunnelwatch/shared/diagnosis-settings';

/** Confidence of a verdict, by the drops that it explains and their share of all. */
function confidenceOf(explained: number, share: number, settings: DiagnosisSettings): Confidence {
  const { highDrops, highShare, mediumDrops, leastShare } = settings;
  if (explained >= highDrops && share >= highShare) return 'high';
  return explained >= mediumDrops && share >= leastShare ? 'medium' : 'low';
}

interface Findings {
  /** Drops that it explains, and all that were examined. */
  explained: number;
  of: number;
  evidence: EvidenceItem[];
  messageIds: readonly number[];
  settings: DiagnosisSettings;
  /** Set when the confidence is lower than the figures suggest. */
  atMost?: Confidence;
  /** Set when the share of the drops says nothing about the confidence. */
  confidence?: Confidence;
}

/** A verdict of a rule. */
export function makeVerdict(
  name: Verdict['name'],
  { explained, of, evidence, messageIds, atMost, confidence: given, settings }: Findings,
): Verdict {
  const share = of === 0 ? 0 : Math.min(1, explained / of);
  const sure = given ?? confidenceOf(explained, share, settings);
  const confidence = atMost === 'low' || (atMost === 'medium' && sure === 'high') ? atMost : sure;
  return { name, confidence, share, evidence, messageIds: [...messageIds] };
}

/** A whole number with separators. Live verdicts are formatted a thousand times a second, and Intl is too slow for that. */
export function written(value: number): string {
  return String(Math.round(value)).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

/** A duration in milliseconds, in words. */
export function writtenTime(ms: number): string {
  if (ms < 1) return 'less than 1 ms';
  return ms < 1000 ? `${written(ms)} ms` : `${(ms / 1000).toFixed(ms < 10_000 ? 1 : 0)} s`;
}

/** How long packets are at a rate, in words, to follow a number of packets; empty when no rate is known. */
export function aboutTime(packets: number, rate: number | undefined): string {
  if (rate === undefined) return '';
  const ms = (packets / rate) * 1000;
  return `, ${ms < 1 ? '' : 'about '}${writtenTime(ms)} at ${written(Math.max(1, rate))} packets/s`;
}

/** A time in UTC, in words; @param time epoch ms */
export function utcTimeOf(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}
