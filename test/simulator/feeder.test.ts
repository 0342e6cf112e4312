import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startDemoGateway } from '@tunnelwatch/server/simulator/feeder';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const MINUTE = 60_000;
const START = Date.parse('2026-02-10T17:00:00Z');

let directory = '';
let nowMs = START;
const clock = (): number => nowMs;
const start = (seed = 1) => startDemoGateway({ directory, seed, clock });

beforeEach(() => {
  directory = join(mkdtempSync(join(tmpdir(), 'tunnelwatch-feeder-')), 'demo');
  nowMs = START;
});

afterEach(() => rmSync(join(directory, '..'), { recursive: true }));

const linesIn = (file: string): string[] => readFileSync(file, 'latin1').split('\n').slice(0, -1);
const timeOf = (line: string | undefined): number => Date.parse(line?.split(' ')[0] ?? '');
const isCritical = (line: string): boolean => line.includes(' prio=5 ');
const log = (): string => join(directory, 'gateway.log');

describe('the demo gateway', () => {
  it('fills a new file with the last hour and goes on from there', async () => {
    const demo = await start();
    expect(demo.files).toEqual([log()]);
    const history = linesIn(log());
    expect(history.length).toBeGreaterThan(60_000);
    expect(timeOf(history[0])).toBe(START - 60 * MINUTE);
    expect(timeOf(history.at(-1))).toBeGreaterThan(START - 5000);
    expect(timeOf(history.at(-1))).toBeLessThanOrEqual(START);
    nowMs += MINUTE;
    await demo.stop();
    const live = linesIn(log()).slice(history.length);
    expect(live.length).toBeGreaterThan(400);
    expect(timeOf(live[0])).toBeGreaterThanOrEqual(timeOf(history.at(-1)));
    expect(live.filter(isCritical)).toHaveLength(1);
    expect(history.filter(isCritical)).toHaveLength(6);
  });

  it('continues an existing file after a restart, with the same tunnels, new SAs and a Critical within a minute', async () => {
    await (await start()).stop();
    const before = linesIn(log());
    nowMs += 10 * MINUTE;
    const demo = await start();
    nowMs += MINUTE;
    await demo.stop();
    const after = linesIn(log());
    expect(after.slice(0, before.length)).toEqual(before);
    const added = after.slice(before.length);
    expect(timeOf(added[0])).toBeGreaterThanOrEqual(START + 10 * MINUTE);
    expect(added.filter(isCritical)).toHaveLength(1);
    const keysOf = (lines: string[]): Set<string> =>
      new Set(lines.flatMap((line) => / matchkey=(\d+)/.exec(line)?.[1] ?? []));
    const known = keysOf(before);
    expect([...keysOf(added)].every((key) => known.has(key))).toBe(true);
    const bases = added.flatMap((line) => / windowbase=(\d+)/.exec(line)?.[1] ?? []).map(Number);
    expect(bases.length).toBeGreaterThan(10);
    expect(Math.max(...bases)).toBeLessThan(40_000 * 90);
  });

  it('rotates by renaming without losing a line', async () => {
    const demo = await start();
    nowMs += 55 * MINUTE;
    await demo.stop();
    expect(existsSync(`${log()}.1`)).toBe(true);
    expect(statSync(`${log()}.1`).size).toBeLessThanOrEqual(16 * 1024 * 1024);
    const older = linesIn(`${log()}.1`);
    const newer = linesIn(log());
    expect(timeOf(older[0])).toBe(START - 60 * MINUTE);
    expect(timeOf(newer[0]) - timeOf(older.at(-1))).toBeLessThan(5000);
    expect(timeOf(newer.at(-1))).toBeGreaterThan(nowMs - 5000);
  });

  it('does not make up the night when the machine has slept', async () => {
    const demo = await start();
    const before = linesIn(log()).length;
    nowMs += 9 * 60 * MINUTE;
    await demo.stop();
    const added = linesIn(log()).slice(before);
    expect(added.length).toBeLessThan(5);
    for (const line of added) expect(timeOf(line)).toBeGreaterThanOrEqual(nowMs - 1);
  });

  it('says why when its file cannot be opened', async () => {
    mkdirSync(log(), { recursive: true });
    await expect(start()).rejects.toThrow('EISDIR');
  });
});
