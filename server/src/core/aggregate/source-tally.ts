import type { LineSample, ListenerCounts } from '@tunnelwatch/shared/source-health';
import { UNREADABLE_REASON_TEXT } from '@tunnelwatch/shared/source-health';
import { unknownTraffic, type UsualTraffic } from './usual-traffic.js';
import type { Classified } from '../classify/classify-line.js';

/** The counts of one source. They are stored beside its position, so they survive a crash. */
export interface SourceCounts {
  counts: {
    lines: number;
    events: number;
    unknown: number;
    other: number;
    unreadable: number;
    empty: number;
    cut: number;
    slow: number;
    timeUnknown: number;
    gatewayUnknown: number;
  };
  otherByCategory: Record<string, number>;
  unknownById: Record<string, number>;
  unreadableByReason: Record<string, number>;
  unreadableSamples: LineSample[];
  unknownSamples: LineSample[];
  /** Lines whose time or gateway is not known. */
  doubtSamples: LineSample[];
  lastArrival: number | null;
  lastTime: number | null;
  /** The newest line, at most 1,024 bytes of it: a receiver may say next that it was repeated. */
  lastLine: string | null;
  /** Parts of lines that a container runtime cut, by stream, whose rest is still to come: their bytes as Latin-1. */
  openParts: Record<string, string> | null;
  /** True when what its file held at first has been read: what comes after it is new. */
  isReadIn: boolean;
  skewMs: number | null;
  rotations: number;
  truncations: number;
  /** The last error and when it began, epoch ms; kept after it is resolved. */
  pastError: { at: number; message: string } | null;
  usual: UsualTraffic;
  /** Counters that only a listener has; null for any other source. */
  listener: ListenerCounts | null;
  /** Bytes of rotated files that disappeared before they could be read. */
  lostBytes: number;
}

/** A source and its counts since it was first read. */
export interface SourceRecord extends SourceCounts {
  id: number;
  kind: 'file' | 'stdin' | 'syslog';
  name: string;
}

const MAX_SAMPLES = 20;
const MAX_KEYS = 200;
const SAMPLE_LENGTH = 300;
/** A sample of one unknown id is taken at most this often. */
const SAMPLE_EVERY_MS = 1000;
const DOUBT_SAMPLE_EVERY_MS = 60_000;
/** Counts beyond the maximum number of distinct keys are summed under this name: hostile ids must not grow the map without end. */
const OVERFLOW_KEY = 'others';

/** Counts of a source that nothing was read from yet. */
export function emptyCounts(): SourceCounts {
  return {
    counts: {
      lines: 0,
      events: 0,
      unknown: 0,
      other: 0,
      unreadable: 0,
      empty: 0,
      cut: 0,
      slow: 0,
      timeUnknown: 0,
      gatewayUnknown: 0,
    },
    otherByCategory: {},
    unknownById: {},
    unreadableByReason: {},
    unreadableSamples: [],
    unknownSamples: [],
    doubtSamples: [],
    lastArrival: null,
    lastTime: null,
    lastLine: null,
    openParts: null,
    isReadIn: false,
    skewMs: null,
    rotations: 0,
    truncations: 0,
    pastError: null,
    lostBytes: 0,
    usual: unknownTraffic(),
    listener: null,
  };
}

/** Counts of a listener that nothing was sent to yet. */
export function emptyListenerCounts(): ListenerCounts {
  return {
    refusedConnections: 0,
    overLimitConnections: 0,
    refusedSenders: 0,
    lastRefusedSender: null,
    claims: 0,
    lastClaim: null,
    badFrames: 0,
    repeated: 0,
    kernelDrops: null,
    queueDrops: 0,
  };
}

/** Counts one line by its result; lines = events + other + unreadable + empty holds after every call. */
export function tallyLine(tally: SourceCounts, line: string, isCut: boolean, became: Classified, now: number): void {
  const { counts } = tally;
  counts.lines += 1;
  counts.slow += 1;
  if (isCut) counts.cut += 1;
  tally.lastArrival = now;
  switch (became.kind) {
    case 'event':
      counts.events += 1;
      tally.lastTime = became.event.decoded.time;
      if (became.event.decoded.skewMs !== undefined) tally.skewMs = became.event.decoded.skewMs;
      if (became.event.entry === undefined) tallyUnknown(tally, became.event.messageId, now, () => line);
      break;
    case 'other':
      counts.other += 1;
      bump(tally.otherByCategory, became.category);
      break;
    case 'unreadable':
      counts.unreadable += 1;
      bump(tally.unreadableByReason, became.reason);
      addSample(tally.unreadableSamples, {
        at: now,
        reason: UNREADABLE_REASON_TEXT[became.reason],
        line: sampleOf(line),
      });
      break;
    case 'empty':
      counts.empty += 1;
      break;
  }
}

/** Counts a line that became an event by its template, as `tallyLine` does except for the share of slow lines. */
export function tallyEvent(
  tally: SourceCounts,
  { time, skewMs }: { time: number; skewMs: number | undefined },
  now: number,
): void {
  const { counts } = tally;
  counts.lines += 1;
  counts.events += 1;
  // Each time that is stored makes an object, since there may be none.
  if (tally.lastArrival !== now) tally.lastArrival = now;
  if (tally.lastTime !== time) tally.lastTime = time;
  if (skewMs !== undefined) tally.skewMs = skewMs;
}

/** Counts a line of another category, as `tallyLine` does. */
export function tallyOther(tally: SourceCounts, category: string, now: number): void {
  tally.counts.lines += 1;
  tally.counts.other += 1;
  tally.lastArrival = now;
  bump(tally.otherByCategory, category);
}

/** Counts an event that the catalogue does not contain, and takes a sample of each id now and then. */
export function tallyUnknown(tally: SourceCounts, messageId: number | null, now: number, line: () => string): void {
  tally.counts.unknown += 1;
  const id = messageId === null ? 'none' : String(messageId);
  bump(tally.unknownById, id);
  const reason = messageId === null ? 'an IPsec message without an id' : `message ${id} is not in the catalogue`;
  const samples = tally.unknownSamples;
  // A frequent id must not displace the samples of rare ones.
  if (samples.some((sample) => sample.reason === reason && now - sample.at < SAMPLE_EVERY_MS)) return;
  addSample(samples, { at: now, reason, line: sampleOf(line()) });
}

/** What of a line is not known and was assumed; a set of bits. */
export const DOUBT = { none: 0, time: 1, gateway: 2, claim: 4 } as const;

const DOUBT_REASONS = {
  [DOUBT.time]: 'the line has no time: the time of reading is used',
  [DOUBT.gateway]: 'the line names no gateway: the name of the file is used',
  [DOUBT.claim]: 'the line names a gateway of another sender: the address of its own is used',
} as const;

/** Samples of lines in doubt, few of each: they are all alike. */
const MAX_DOUBT_SAMPLES = 6;

/** Counts a line whose time or gateway was assumed, and takes a sample of each now and then. */
export function tallyDoubt(tally: SourceCounts, doubt: number, now: number, line: () => string): void {
  if ((doubt & DOUBT.time) !== 0) {
    tally.counts.timeUnknown += 1;
    sampleDoubt(tally, DOUBT_REASONS[DOUBT.time], now, line);
  }
  if ((doubt & DOUBT.gateway) !== 0) {
    tally.counts.gatewayUnknown += 1;
    sampleDoubt(tally, DOUBT_REASONS[DOUBT.gateway], now, line);
  }
  if ((doubt & DOUBT.claim) !== 0 && tally.listener !== null) {
    tally.listener.claims += 1;
    sampleDoubt(tally, DOUBT_REASONS[DOUBT.claim], now, line);
  }
}

function sampleDoubt({ doubtSamples }: SourceCounts, reason: string, now: number, line: () => string): void {
  // One a minute of each: this runs for every line of a source without them.
  for (const sample of doubtSamples) if (sample.reason === reason && now - sample.at < DOUBT_SAMPLE_EVERY_MS) return;
  addSample(doubtSamples, { at: now, reason, line: sampleOf(line()) });
  if (doubtSamples.length > MAX_DOUBT_SAMPLES) doubtSamples.pop();
}

/** The beginning of a line, for display. */
export function sampleOf(line: string): string {
  return line.length > SAMPLE_LENGTH ? `${line.slice(0, SAMPLE_LENGTH - 1)}…` : line;
}

function addSample(samples: LineSample[], sample: LineSample): void {
  samples.unshift(sample);
  if (samples.length > MAX_SAMPLES) samples.pop();
}

function bump(counts: Record<string, number>, key: string): void {
  const isNew = !Object.hasOwn(counts, key);
  const name = isNew && Object.keys(counts).length >= MAX_KEYS ? OVERFLOW_KEY : key;
  counts[name] = (Object.hasOwn(counts, name) ? (counts[name] ?? 0) : 0) + 1;
}
