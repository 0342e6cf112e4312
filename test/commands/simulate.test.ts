import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { truthLineSchema } from '@tunnelwatch/server/simulator/truth/truth-line';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { endWithUs } from '../support/processes.js';
import { eventually } from '../support/serve-process.js';
import { runSimulate } from '../support/simulate-command.js';

let directory = '';

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'tunnelwatch-simulate-'));
});

afterEach(() => rmSync(directory, { recursive: true }));

const simulate = (...words: string[]) => runSimulate(directory, words);

/** The command in a process of its own, for what only a process can show. */
function spawnSimulate(...words: string[]): ChildProcessByStdio<null, Readable, Readable> {
  const script = `
    import { Command } from 'commander';
    import { addSimulateCommand } from '@tunnelwatch/server/commands/simulate';
    const program = new Command();
    addSimulateCommand(program);
    await program.parseAsync(${JSON.stringify(['simulate', ...words])}, { from: 'user' });`;
  const node = ['--input-type=module', '--eval', script];
  return endWithUs(spawn(process.execPath, node, { stdio: ['ignore', 'pipe', 'pipe'], cwd: import.meta.dirname }));
}

const file = (name = 'gw.log'): string => join(directory, name);
const linesIn = (path: string): string[] => readFileSync(path, 'latin1').split('\n').slice(0, -1);

describe('simulate to a file', () => {
  it('gives the same bytes for the same seed', async () => {
    expect(await simulate('--out', file('a'), '--lines', '20000', '--seed', '5')).toEqual({ code: 0, err: '' });
    await simulate('--out', file('b'), '--lines', '20000', '--seed', '5');
    await simulate('--out', file('c'), '--lines', '20000', '--seed', '6');
    expect(linesIn(file('a'))).toHaveLength(20_000);
    expect(readFileSync(file('b')).equals(readFileSync(file('a')))).toBe(true);
    expect(readFileSync(file('c')).equals(readFileSync(file('a')))).toBe(false);
  });

  it('appends', async () => {
    await simulate('--out', file(), '--lines', '10');
    await simulate('--out', file(), '--lines', '5');
    expect(linesIn(file())).toHaveLength(15);
  });

  it('ends after the duration, in virtual time from --start', async () => {
    await simulate(
      '--out',
      file(),
      '--duration',
      '60',
      '--rate',
      '50',
      '--scenario',
      'flood',
      '--start',
      '2026-05-01T00:00:00Z',
    );
    const lines = linesIn(file());
    expect(lines).toHaveLength(3000);
    expect(lines[0]).toMatch(/^2026-05-01T01:00:00\.000000\+01:00 /);
    expect(lines.at(-1)).toMatch(/^2026-05-01T01:00:59\.98/);
  });

  it('rotates by renaming and loses no line', async () => {
    await simulate('--out', file('whole'), '--lines', '5000');
    await simulate('--out', file(), '--lines', '5000', '--rotate-bytes', '100000', '--keep', '20');
    const generations = Array.from({ length: 20 }, (_, index) => file(`gw.log.${20 - index}`));
    const all = [...generations, file()].filter((path) => existsSync(path)).flatMap(linesIn);
    expect(existsSync(file('gw.log.5'))).toBe(true);
    expect(all).toEqual(linesIn(file('whole')));
  });

  it('stamps with the time now when it is live', async () => {
    const before = Date.now();
    await simulate('--out', file(), '--live', '--lines', '50', '--rate', '1000');
    const times = linesIn(file()).map((line) => Date.parse(line.split(' ')[0] ?? ''));
    expect(times).toHaveLength(50);
    expect(Math.min(...times)).toBeGreaterThanOrEqual(before - 1);
    expect(Math.max(...times)).toBeLessThanOrEqual(Date.now());
  });
});

const truthsIn = (path: string) => linesIn(path).map((line) => truthLineSchema.parse(JSON.parse(line)));

describe('simulate with the truth beside it', () => {
  const words = ['--lines', '6000', '--scenario', 'reordering', '--rate', '40'];

  it('gives the same bytes for the same seed, and the log is the same without it', async () => {
    for (const name of ['a', 'b']) {
      expect(await simulate('--out', file(name), '--truth', file(`${name}.truth`), ...words)).toEqual({
        code: 0,
        err: '',
      });
    }
    await simulate('--out', file('c'), ...words);
    expect(readFileSync(file('b.truth')).equals(readFileSync(file('a.truth')))).toBe(true);
    expect(readFileSync(file('c')).equals(readFileSync(file('a')))).toBe(true);
    expect(truthsIn(file('a.truth')).some(({ verdict }) => verdict === 'reordering')).toBe(true);
  });

  it('judges the same packets by another window', async () => {
    await simulate('--out', file('own'), '--truth', file('own.truth'), ...words);
    await simulate('--out', file('large'), '--truth', file('large.truth'), ...words, '--window', '4096');
    const lateIn = (path: string): number => truthsIn(path).reduce((sum, { late }) => sum + late, 0);
    expect(
      linesIn(file('large')).every((line) => !line.includes('windowsize=') || line.includes('windowsize=4096')),
    ).toBe(true);
    expect(lateIn(file('own.truth'))).toBeGreaterThan(500);
    expect(lateIn(file('large.truth'))).toBe(0);
  });

  it('says why when the truth cannot be written', async () => {
    const { code, err } = await simulate(
      '--out',
      file(),
      '--truth',
      join(directory, 'missing', 'truth'),
      '--lines',
      '1',
    );
    expect(code).toBe(1);
    expect(err).toContain('the folder does not exist; create it first');
  });
});

describe('simulate to syslog', () => {
  it('sends one RFC 5424 line a datagram', async () => {
    const receiver = createSocket('udp4');
    receiver.bind(0, '127.0.0.1');
    await once(receiver, 'listening');
    const received: string[] = [];
    const complete = new Promise<void>((resolve) => {
      receiver.on('message', (datagram) => {
        received.push(datagram.toString());
        if (received.length === 20) resolve();
      });
    });
    const url = `udp://127.0.0.1:${receiver.address().port}`;
    expect((await simulate('--syslog', url, '--lines', '20', '--rate', '2000')).code).toBe(0);
    await complete;
    receiver.close();
    for (const line of received) expect(line).toMatch(/^<\d+>1 \S+ \S+ EFW - - - [A-Z]+: prio=[^\n]+$/);
  });
});

describe('simulate in a process', () => {
  it('writes to standard output and ends with a whole line and 0 on SIGTERM', async () => {
    const child = spawnSimulate('--lines', '1000000000');
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.stdout.once('data', () => child.kill('SIGTERM'));
    const [code] = await once(child, 'close');
    const text = Buffer.concat(chunks).toString('latin1');
    expect(code).toBe(0);
    expect(text.length).toBeGreaterThan(1000);
    expect(text.endsWith('\n')).toBe(true);
  });

  it('tells the truth about what was still going on when SIGTERM ends it', async () => {
    const child = spawnSimulate('--out', file(), '--truth', file('truth'), '--scenario', 'forged', '--rate', '2000');
    await eventually('lines', () => Promise.resolve(existsSync(file()) && linesIn(file()).length > 1000));
    expect(linesIn(file('truth'))).toEqual([]);
    child.kill('SIGTERM');
    const [code] = await once(child, 'close');
    expect(code).toBe(0);
    const forged = truthsIn(file('truth')).filter(({ cause }) => cause === 'forged');
    const failed = linesIn(file()).filter((line) => line.includes(' id=611 ')).length;
    const counted = truthsIn(file('truth')).reduce((sum, { messages }) => sum + (messages['611'] ?? 0), 0);
    expect(forged.length).toBeGreaterThan(0);
    expect(counted).toBe(failed);
  });

  it('ends quietly with 0 when its reader goes away', async () => {
    const child = spawnSimulate('--lines', '1000000000');
    let err = '';
    child.stderr.on('data', (chunk: Buffer) => {
      err += chunk.toString();
    });
    child.stdout.once('data', () => child.stdout.destroy());
    const [code] = await once(child, 'exit');
    expect([code, err]).toEqual([0, '']);
  });
});

describe('wrong usage', () => {
  it.each([
    [['--rate', 'fast'], '--rate fast: give a number of lines per second from 0.001 to 10000000'],
    [['--rate', '0'], '--rate 0: give a number'],
    [['--tunnels', '0'], '--tunnels 0: give a whole number from 1 to 200000'],
    [['--gateways', '1.5'], '--gateways 1.5: give a whole number from 1 to 1000'],
    [['--seed', '-1'], '--seed -1: give a whole number from 0'],
    [['--lines', '1e6'], '--lines 1e6: give a whole number'],
    [['--duration', ''], '--duration : give a number of seconds'],
    [['--format', 'xml'], '--format xml: not known; use one of rfc5424, rfc3164'],
    [['--scenario', 'chaos'], '--scenario chaos: not known; use one of calm, reordering'],
    [['--out', 'x', '--syslog', 'udp://127.0.0.1:514'], 'lines go to one place'],
    [['--syslog', 'tcp://127.0.0.1:514'], '--syslog tcp://127.0.0.1:514: not an address; write udp://HOST:PORT'],
    [['--syslog', 'udp://127.0.0.1:70000'], 'a port of 1 to 65535'],
    [['--out', ''], 'the file has no name'],
    [['--rotate-bytes', '10', '--out', 'x'], '--rotate-bytes 10: give a whole number from 1024'],
    [['--rotate-bytes', '2048'], '--rotate-bytes 2048: only a file is rotated; give --out FILE as well'],
    [['--truth', ''], 'the file has no name'],
    [['--truth', '-'], 'standard output has the log; give --out FILE or --syslog as well'],
    [['--truth', 'x', '--out', 'x'], '--truth x: the log goes there'],
    [['--window', '100'], '--window 100: give a multiple of 32'],
    [['--window', '8192'], '--window 8192: give a whole number from 32 to 4096'],
    [['--keep', '2', '--out', 'x'], '--keep 2: nothing is rotated; give --rotate-bytes N as well'],
    [['--start', 'yesterday', '--lines', '1'], '--start yesterday: not a time; write ISO 8601'],
    [['--start', '2026-02-10T17:00:00Z', '--live'], 'a run at wall-clock pace starts now'],
  ])('%j ends with 2 and the remedy', async (words, message) => {
    const { code, err } = await simulate(...words);
    expect(code).toBe(2);
    expect(err).toContain(message);
  });

  it('ends with 1 when the file cannot be written', async () => {
    const { code, err } = await simulate('--out', join(directory, 'missing', 'gw.log'), '--lines', '1');
    expect(code).toBe(1);
    expect(err).toContain('the folder does not exist; create it first');
  });
});
