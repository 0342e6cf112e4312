import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zoneReader } from '@tunnelwatch/server/core/decode/clock-zone';
import { TemplateCache } from '@tunnelwatch/server/core/lines/fast-path';
import type { Monitor } from '@tunnelwatch/server/core/monitor';
import { BatchBuilder } from '@tunnelwatch/server/ingest/batch/batch-builder';
import { collectDiagnosis } from '@tunnelwatch/server/serve/http/tunnels/collect-diagnosis';
import { SqliteReader } from '@tunnelwatch/server/store/sqlite/sqlite-reader';
import { SqliteWriter } from '@tunnelwatch/server/store/sqlite/sqlite-writer';
import type { EdgeModel } from '@tunnelwatch/shared/diagnosis';
import { type DiagnosisSettings, USUAL_DIAGNOSIS } from '@tunnelwatch/shared/diagnosis-settings';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PACKET_CAUSES } from '../../../server/src/simulator/packets/causes/all.js';
import { drawTunnel, loggedDrops } from './evaluation/simulated-tunnel.js';
import { monitorOf } from '../../support/monitors.js';

/** Nothing is kept because it was shown before: that is the live verdict's own, and rightly differs. */
const SETTINGS: DiagnosisSettings = { ...USUAL_DIAGNOSIS, keepShare: 2 };

/** A line and when the gateway wrote it, epoch ms. */
interface TimedLine {
  atMs: number;
  bytes: Buffer;
}

/** How a gateway words the line of a drop. */
type Wording = (line: string) => Buffer;

const plain: Wording = (line) => Buffer.from(line);
/** More values than columns take, so that the line is kept as it is. */
const FILLER = Array.from({ length: 300 }, (_, index) => `x${String(index)}=${String(index)}`).join(' ');

const WORDINGS: Record<string, Wording> = {
  'in plain text': plain,
  'in JSON': (line) => Buffer.from(JSON.stringify({ message: line })),
  'with text outside ASCII': (line) => Buffer.from(line.replace('action=drop', 'action=drop note="Zürich"')),
  'with bytes that are no UTF-8': (line) =>
    Buffer.from(line.replace('action=drop', 'action=drop note="Zürich"'), 'latin1'),
  'without a template': (line) => Buffer.from(`${line} ${FILLER}`),
  'without a template, outside ASCII': (line) => Buffer.from(`${line} note="Zürich" ${FILLER}`),
  'in hexadecimal': (line) =>
    Buffer.from(
      line.replace(/seqno=(\d+)/, (_, digits) => `seqno=0x${BigInt(String(digits)).toString(16).toUpperCase()}`),
    ),
};

interface TunnelOptions {
  gateway: string;
  matchkey: string;
  seed: number;
  word?: Wording;
  edge?: EdgeModel;
  /** Stamps are of so many milliseconds. */
  stampMs?: number;
  /** Everything happens so much later. */
  delayMs?: number;
}

/** What the gateway logs of a simulated tunnel with a cause. */
function linesOf(cause: string, options: TunnelOptions): TimedLine[] {
  const { gateway, matchkey, seed, word = plain, edge = 'left', stampMs = 1, delayMs = 0 } = options;
  const found = PACKET_CAUSES.find(({ name }) => name === cause);
  if (found === undefined) throw new Error(`there is no cause ${cause}`);
  return loggedDrops(drawTunnel(found, seed)).map(({ atMs, messageId, seqno, base, windowSize }) => {
    const time = Math.floor((atMs + delayMs) / stampMs) * stampMs;
    const named = edge === 'left' ? base : base + windowSize - 1;
    const window = messageId === 278 ? ` windowbase=${String(named)} windowsize=${String(windowSize)}` : '';
    const head = `${new Date(time).toISOString()} ${gateway} EFW: IPSEC: prio=2 id=${String(messageId)} action=drop`;
    return { atMs: time, bytes: word(`${head} seqno=${String(seqno)}${window} matchkey=${matchkey}`) };
  });
}

/** The writing thread in this one: lines are read as they are written, judged each second, and stored before pages are asked. */
class Rig {
  readonly live = new Map<string, string>();
  private readonly folder = mkdtempSync(join(tmpdir(), 'tunnelwatch-one-diagnosis-'));
  private readonly writer = new SqliteWriter(this.folder, { leastEvents: 200, mostRows: 300 });
  private readonly monitor: Monitor;
  private readonly batches: BatchBuilder;
  readonly reader: SqliteReader;
  private readonly recipes = new TemplateCache();

  constructor(startedAt: number) {
    const state = this.writer.load(startedAt);
    this.monitor = monitorOf(state, { diagnosis: SETTINGS, isWatched: true, startedAt });
    this.batches = new BatchBuilder(this.monitor, { isWatched: true });
    this.reader = new SqliteReader(this.folder);
  }

  /** Reads what is logged within a second, and judges. */
  second(now: number, lines: readonly TimedLine[]): void {
    const { monitor } = this;
    monitor.lines.arrive(now);
    const source = monitor.sources.of('file', '/logs/gw.log');
    const origin = {
      source,
      zone: zoneReader('UTC'),
      gatewayHint: 'gw',
      isHintGuessed: false,
      age: 'live' as const,
      recipes: this.recipes,
      isReadOnce: false,
    };
    for (const { bytes } of lines) monitor.lines.line(origin, bytes, 0, bytes.length, false, now);
    monitor.lines.settle();
    const { verdicts } = monitor.apply({ kind: 'tick', at: now, sources: [] });
    for (const { subjectId, verdict } of verdicts) {
      const subject = monitor.interner.subjectById(subjectId);
      if (subject?.kind !== 'tunnel') throw new Error('a verdict is on a tunnel');
      const key = `${subject.gateway} ${subject.matchkey}`;
      if (verdict === null) this.live.delete(key);
      else this.live.set(key, `${verdict.name}, ${verdict.confidence}`);
    }
  }

  /** Stores what was read, so that pages have it. */
  commit(now: number): void {
    const taken = this.batches.takeBatch(now, { files: [], tails: [] });
    if (taken !== undefined) taken.toStep(this.writer.commit(taken.batch));
  }

  /** What the page of a tunnel names first. */
  async page(gateway: string, matchkey: string, from: number, to: number): Promise<string> {
    const context = { reader: this.reader, diagnosis: SETTINGS };
    const [first] = (await collectDiagnosis({ gateway, matchkey, from, to }, context)).verdicts;
    return first === undefined || first.name === 'undetermined' ? 'nothing' : `${first.name}, ${first.confidence}`;
  }

  async close(): Promise<void> {
    await this.reader.close();
    this.writer.close();
    rmSync(this.folder, { recursive: true });
  }
}

/** Verdicts by tunnel, live and on the page, each time that they were compared. */
interface Compared {
  live: Record<string, string>;
  page: Record<string, string>;
}

const START_MS = Date.UTC(2026, 1, 10, 17);
let rig: Rig;

beforeEach(() => {
  rig = new Rig(START_MS);
});

afterEach(() => rig.close());

/** Lets lines be logged second by second, and compares all tunnels now and then, and at the end. */
async function compare(
  lines: readonly TimedLine[],
  tunnels: readonly TunnelOptions[],
  everySeconds = 45,
): Promise<Compared> {
  const live: Record<string, string> = {};
  const page: Record<string, string> = {};
  const sorted = lines.toSorted((a, b) => a.atMs - b.atMs);
  const end = Math.ceil(((sorted.at(-1)?.atMs ?? START_MS) + 1) / 1000) * 1000;
  let read = 0;
  for (let now = Math.floor((sorted[0]?.atMs ?? START_MS) / 1000) * 1000 + 1000; now <= end; now += 1000) {
    const next = sorted.findIndex(({ atMs }, index) => index >= read && atMs >= now);
    const until = next < 0 ? sorted.length : next;
    rig.second(now, sorted.slice(read, until));
    read = until;
    if (now !== end && (now / 1000) % everySeconds !== 0) continue;
    rig.commit(now);
    for (const { gateway, matchkey } of tunnels) {
      const key = `${gateway} ${matchkey}`;
      const at = `${key} after ${String((now - START_MS) / 1000)} s`;
      live[at] = rig.live.get(key) ?? 'nothing';
      page[at] = await rig.page(gateway, matchkey, START_MS - 3_600_000, now);
    }
  }
  return { live, page };
}

/** A tunnel with every cause on one gateway. */
function everyCause(options: Omit<TunnelOptions, 'matchkey'>) {
  const tunnels = PACKET_CAUSES.map(({ name }, index) => ({ ...options, matchkey: name, seed: options.seed + index }));
  return { tunnels, lines: tunnels.flatMap((tunnel) => linesOf(tunnel.matchkey, tunnel)) };
}

describe('[DIA-26] live verdicts are the first ones of the page', () => {
  it.each(Object.entries(WORDINGS))('of every cause, where lines are %s', async (_name, word) => {
    const { tunnels, lines } = everyCause({ gateway: 'gw-north', seed: 40, word });
    const { live, page } = await compare(lines, tunnels);
    expect(live).toEqual(page);
    expect(new Set(Object.values(live)).size).toBeGreaterThan(6);
  });

  it('where each cause has a gateway of its own, and stamps are of whole seconds', async () => {
    const tunnels = PACKET_CAUSES.flatMap(({ name }, index) =>
      [0, 1, 2].map((one) => ({
        gateway: `gw-${name}`,
        matchkey: String(one),
        seed: 900 + index * 10 + one,
        stampMs: 1000,
      })),
    );
    const lines = tunnels.flatMap((tunnel) => linesOf(tunnel.gateway.slice(3), tunnel));
    const { live, page } = await compare(lines, tunnels, 31);
    expect(live).toEqual(page);
    expect(new Set(Object.values(live)).size).toBeGreaterThan(6);
  });

  it('where only some lines of a tunnel are kept as they are', async () => {
    const words = Object.values(WORDINGS);
    let count = 0;
    const word: Wording = (line) => (words[count++ % words.length] ?? plain)(line);
    const { tunnels, lines } = everyCause({ gateway: 'gw-north', seed: 70, word });
    const { live, page } = await compare(lines, tunnels);
    expect(live).toEqual(page);
  });

  it('where messages without a number are about the tunnel too', async () => {
    const { tunnels, lines } = everyCause({ gateway: 'gw-north', seed: 110 });
    const unnamed = lines.map(({ atMs, bytes }) => ({
      atMs,
      bytes: Buffer.from(bytes.toString().replace(/id=.*(?=matchkey)/, 'event=something_else ')),
    }));
    const { live, page } = await compare([...lines, ...unnamed, ...unnamed], tunnels);
    expect(live).toEqual(page);
  });

  it('where tunnels fail one after another in the same seconds', async () => {
    const tunnels = [0, 400, 1100, 30_000, 61_300].map((delayMs, index) => {
      return { gateway: 'gw-north', matchkey: String(index), seed: 3 + index, delayMs };
    });
    const lines = tunnels.flatMap((tunnel) => linesOf('crypto-congestion', tunnel));
    const { live, page } = await compare(lines, tunnels, 5);
    expect(live).toEqual(page);
    expect(Object.values(live)).toContain('crypto-hardware, high');
  });

  it('where another tunnel of the gateway proves the edge later', async () => {
    const doubtful = { gateway: 'gw-north', matchkey: 'reordering', seed: 5 };
    const telling = { gateway: 'gw-north', matchkey: 'duplication', seed: 5, delayMs: 100_000 };
    // Only what lies close to windowbase, so that the drops of the tunnel itself do not tell the edge.
    const close = Array.from({ length: 40 }, (_, index) => {
      const atMs = START_MS + index * 1000;
      const base = 100_000 + index * 1000;
      const head = `${new Date(atMs).toISOString()} gw-north EFW: IPSEC: prio=2 id=278 action=drop`;
      const numbers = `seqno=${String(base - (index % 7))} windowbase=${String(base)} windowsize=64`;
      return { atMs, bytes: Buffer.from(`${head} ${numbers} matchkey=reordering`) };
    });
    const { live, page } = await compare([...close, ...linesOf('duplication', telling)], [doubtful, telling]);
    expect(live).toEqual(page);
    expect(rig.live.get('gw-north reordering')).toMatch(/^reordering/);
    expect(live['gw-north reordering after 45 s']).toBe('nothing');
  });

  it('where the right edge becomes likely only after many drops', async () => {
    const tunnels = [0, 1, 2, 3].map((index) => {
      return { gateway: 'gw-north', matchkey: String(index), seed: 4000 + index, edge: 'right' as const };
    });
    const { live, page } = await compare(
      tunnels.flatMap((tunnel) => linesOf('duplication', tunnel)),
      tunnels,
    );
    expect(live).toEqual(page);
    expect(rig.live.get('gw-north 0')).toBe('duplication, high');
  });
});
