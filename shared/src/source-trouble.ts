import type { SourceHealth } from './source-health.js';
import { MINUTE_MS } from './time-units.js';

/** Problems of a source that need an operator; the worst first. Purely informative facts are not among them. */
export const SOURCE_TROUBLES = [
  'degraded',
  'kernelDrops',
  'queueDrops',
  'lostBytes',
  'lag',
  'silent',
  'missing',
  'unreadable',
  'timeUnknown',
  'gatewayUnknown',
  'skew',
  'waitingConnections',
  'refusedSenders',
  'refusedConnections',
  'badFrames',
] as const;

export type SourceTrouble = (typeof SOURCE_TROUBLES)[number];

/** `loss`: lines are lost for good. `error`: lines are not read. `warning`: they are late, or their meaning is in doubt. */
export const TROUBLE_LEVEL: Readonly<Record<SourceTrouble, 'loss' | 'error' | 'warning'>> = {
  degraded: 'error',
  kernelDrops: 'loss',
  queueDrops: 'loss',
  lostBytes: 'loss',
  lag: 'warning',
  silent: 'warning',
  missing: 'warning',
  unreadable: 'warning',
  timeUnknown: 'warning',
  gatewayUnknown: 'warning',
  skew: 'warning',
  waitingConnections: 'warning',
  refusedSenders: 'warning',
  refusedConnections: 'warning',
  badFrames: 'warning',
};

/** A lag longer than this is reported. */
export const LAG_TROUBLE_MS = 10_000;
/** A backlog below this is processed within moments and not worth a word. */
const MIN_BACKLOG_BYTES = 4 * 1024 * 1024;
/** A clock that is off by more than this is worth a look. */
export const SKEW_TROUBLE_MS = MINUTE_MS;
/** From this share of all lines on, unreadable ones, and ones without a time or a gateway, are more than stray lines: the receiver writes another format. */
export const UNREADABLE_TROUBLE_SHARE = 0.01;

function isMany(bad: number, lines: number): boolean {
  return bad > 0 && bad >= lines * UNREADABLE_TROUBLE_SHARE;
}

const IS_TROUBLED: Readonly<Record<SourceTrouble, (source: SourceHealth) => boolean>> = {
  degraded: ({ state }) => state === 'degraded',
  kernelDrops: ({ listener }) => (listener?.kernelDrops ?? 0) > 0,
  queueDrops: ({ listener }) => (listener?.queueDrops ?? 0) > 0,
  lostBytes: ({ lostBytes }) => lostBytes > 0,
  lag: ({ lagMs }) => lagMs > LAG_TROUBLE_MS,
  silent: ({ silence }) => silence !== null,
  missing: ({ state }) => state === 'waiting',
  unreadable: ({ counts }) => isMany(counts.unreadable, counts.lines),
  // What a listener takes arrives when it is sent: the time of reading is right.
  timeUnknown: ({ kind, counts }) => kind !== 'syslog' && isMany(counts.timeUnknown, counts.lines),
  gatewayUnknown: ({ counts }) => isMany(counts.gatewayUnknown, counts.lines),
  skew: ({ skewMs }) => skewMs !== null && Math.abs(skewMs) > SKEW_TROUBLE_MS,
  waitingConnections: ({ listener }) => (listener?.waitingConnections ?? 0) > 0,
  refusedSenders: ({ listener }) => (listener?.refusedSenders ?? 0) > 0,
  refusedConnections: ({ listener }) => (listener?.refusedConnections ?? 0) > 0,
  badFrames: ({ listener }) => (listener?.badFrames ?? 0) > 0,
};

/** The problems of a source, the worst first. A source that is no longer followed has none. */
export function troublesOf(source: SourceHealth): readonly SourceTrouble[] {
  return source.state === 'stopped' ? [] : SOURCE_TROUBLES.filter((trouble) => IS_TROUBLED[trouble](source));
}

/** Whether so much is left to read that the counts on the pages are incomplete. */
export function isCatchingUp({ lagBytes }: { readonly lagBytes: number }): boolean {
  return lagBytes >= MIN_BACKLOG_BYTES;
}
