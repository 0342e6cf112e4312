import { z } from 'zod';

/** Severities of a gateway, lowest first: the index is the gateway's own `prio` number (0 Debug … 7 Emergency). */
export const SEVERITIES = [
  'debug',
  'information',
  'notice',
  'warning',
  'error',
  'critical',
  'alert',
  'emergency',
] as const;

export type Severity = (typeof SEVERITIES)[number];

export const severitySchema = z.enum(SEVERITIES);

/** Rank of a severity, 0 (debug) to 7 (emergency); a higher rank is worse. It equals the gateway's `prio`. */
export function severityRank(severity: Severity): number {
  return SEVERITIES.indexOf(severity);
}

/** Severity of a gateway `prio` number; undefined outside 0 to 7. The order of `prio` is the reverse of syslog's. */
export function severityFromPrio(prio: number): Severity | undefined {
  return SEVERITIES[prio];
}

/** Severity of a syslog severity code (RFC 5424 section 6.2.1: 0 Emergency … 7 Debug); undefined outside 0 to 7. */
export function severityFromSyslog(code: number): Severity | undefined {
  return Number.isInteger(code) && code >= 0 && code <= 7 ? SEVERITIES[7 - code] : undefined;
}

/** True for Critical and worse: what no operator may miss. */
export function isCriticalOrWorse(severity: Severity): boolean {
  return severityRank(severity) >= CRITICAL_RANK;
}

const CRITICAL_RANK = severityRank('critical');

const WORDS: ReadonlyMap<string, Severity> = new Map<string, Severity>([
  ['debug', 'debug'],
  ['info', 'information'],
  ['information', 'information'],
  ['informational', 'information'],
  ['notice', 'notice'],
  ['warn', 'warning'],
  ['warning', 'warning'],
  ['err', 'error'],
  ['error', 'error'],
  ['crit', 'critical'],
  ['critical', 'critical'],
  ['alert', 'alert'],
  ['emerg', 'emergency'],
  ['emergency', 'emergency'],
]);

/** Severity of a word as gateways and syslog receivers write it, ignoring case; undefined for any other word. */
export function severityFromWord(word: string): Severity | undefined {
  return WORDS.get(word.toLowerCase());
}
