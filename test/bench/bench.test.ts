import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { endWithUs } from '../support/processes.js';
import { tempFolders } from '../support/temp-folder.js';
import { JOBS } from './jobs/all.js';
import { isMet, ratioOf, renderTable, type Row, summarise } from './report.js';
import { unexplainedMisses } from './support/limits-table.js';
import { LogMaker, noFacts } from './support/log-maker.js';
import { percentile } from './support/percentile.js';
import { RUN_TYPESCRIPT } from './support/programs.js';

const MAIN = resolve(import.meta.dirname, 'main.ts');
const tempFolder = tempFolders();

const figuresSchema = z.object({
  machine: z.array(z.string()),
  tables: z.array(z.object({ title: z.string(), rows: z.array(z.object({ what: z.string() })) })),
});

const GROWTH = ['lines', 'tunnels', 'files', 'history', 'clients'];

/** A section of a document that results are written into. */
function sectionOf(name: string): string {
  return `<!-- ${name}: written by npm run bench, begin -->\n\nold ${name}\n\n<!-- ${name}: end -->\n`;
}

async function bench(folder: string, words: readonly string[]) {
  const child = endWithUs(
    spawn(process.execPath, [...RUN_TYPESCRIPT, MAIN, ...words], {
      // Inputs and scratch files of a test are removed with it.
      env: { ...process.env, TMPDIR: folder },
      stdio: ['ignore', 'pipe', 'pipe'],
    }),
  );
  const code = new Promise<number | null>((resolve) => child.once('close', resolve));
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { out, err, code: await code };
}

describe('npm run bench in its smallest form', () => {
  it('measures every job without peers and browser, writes figures and results, and leaves no scratch', async () => {
    const folder = tempFolder();
    const figures = join(folder, 'figures.json');
    const document = join(folder, 'performance.md');
    writeFileSync(document, `# Before\n\n${sectionOf('results')}\nbehind\n`);
    const small = ['--lines', '200', '--seconds', '1', '--rate', '200', '--clients', '3', '--no-peers', '--no-browser'];
    const names = JOBS.map(({ name }) => name).filter((name) => name !== 'fan-out' && !name.startsWith('growth-'));
    const ran = await bench(folder, [...names, ...small, '--json', figures, '--markdown', document]);
    expect(ran.err).not.toContain('Error');
    expect(ran.code).toBe(0);
    const { tables, machine } = figuresSchema.parse(JSON.parse(readFileSync(figures, 'utf8')));
    expect(machine.length).toBeGreaterThan(3);
    const titles = tables.map(({ title }) => title).join('\n');
    for (const word of ['Limits', 'Parse', 'Backfill', 'Sustained', 'Drill-down', 'latency', 'Flood', 'Idle']) {
      expect(titles).toContain(word);
    }
    const text = readFileSync(document, 'utf8');
    expect(text).toMatch(/^# Before\n/);
    expect(text).toContain('### Backfill');
    expect(text).not.toContain('old results');
    expect(text).toMatch(/behind\n$/);
    expect(readdirSync(folder).sort()).toEqual(['figures.json', 'performance.md', 'tunnelwatch-bench-input']);
  }, 600_000);

  it('measures the fan-out to a few clients', async () => {
    const ran = await bench(tempFolder(), ['fan-out', '--seconds', '1', '--clients', '3']);
    expect(ran.err).not.toContain('Error');
    expect(ran.code).toBe(0);
    expect(ran.out).toContain('3 clients, delivery p99');
  }, 120_000);

  it('draws how cost grows, each curve in a section of its own, and leaves other results alone', async () => {
    const folder = tempFolder();
    const document = join(folder, 'performance.md');
    const sections = ['results', ...GROWTH.map((name) => `growth-${name}`)].map(sectionOf);
    writeFileSync(document, sections.join('\n'));
    const small = ['--lines', '200', '--seconds', '1', '--clients', '3'];
    const ran = await bench(folder, ['growth', ...small, '--markdown', document]);
    expect(ran.err).not.toContain('Error');
    expect(ran.code).toBe(0);
    const text = readFileSync(document, 'utf8');
    expect(text).toContain('old results');
    expect(text).not.toContain('old growth');
    for (const name of GROWTH) {
      expect(text).toMatch(new RegExp(`!\\[Growth: [\\w ]+\\]\\(growth/growth-${name}\\.svg\\)`));
      const svg = readFileSync(join(folder, 'growth', `growth-${name}.svg`), 'utf8');
      expect(svg).toMatch(/^<svg [^>]*>\n<title>Growth: /);
      expect(svg).toContain('processor time');
      expect(svg).not.toContain('NaN');
    }
  }, 600_000);

  it('runs peers in turn with us on both logs, and finds that they count what is in them', async () => {
    const ran = await bench(tempFolder(), ['peers', '--lines', '500']);
    expect(ran.err).not.toContain('Error');
    expect(ran.code).toBe(0);
    expect(ran.out).not.toContain(' failed: ');
    expect(ran.out).toContain('Peers in turn with us: standard input, 500 lines');
    expect(ran.out).toContain("Peers in turn with us: simulated gateway's log, 500 lines");
    expect(ran.out.match(/backfill beside grep/g)).toHaveLength(2);
    const rounds = [1, 2, 3].map((round) => `standard input, round ${String(round)} of 3: `);
    const turns = ran.err.split('\n').filter((line) => line.includes('standard input, round'));
    const perRound = rounds.map((round) => turns.filter((line) => line.includes(round)));
    for (const round of perRound) expect(round[0]).toContain('tunnelwatch');
    expect(turns).toEqual(perRound.flat());
  }, 600_000);

  it('profiles each thread, by source file and function', async () => {
    const folder = tempFolder();
    const ran = await bench(folder, ['backfill', '--lines', '5000', '--profile', join(folder, 'profiles')]);
    expect(ran.code).toBe(0);
    for (const thread of ['main', 'ingest', 'writer']) {
      expect(ran.out).toContain(`### Profile of backfill, process 1: thread ${thread}\n`);
    }
    expect(ran.out).toMatch(/\| idle +\| [\d.]+ % +\|/);
    expect(ran.out).toMatch(/\| \w+ +\| [\d.]+ % +\| server\/src\/[\w/-]+\.ts:\d+ +\|/);
    const files = readdirSync(join(folder, 'profiles', 'backfill-1'));
    expect(files).toHaveLength(3);
    expect(files.every((name) => name.endsWith('.cpuprofile'))).toBe(true);
  }, 300_000);

  it('refuses a job that does not exist with exit code 2', async () => {
    const ran = await bench(tempFolder(), ['nothing']);
    expect(ran.code).toBe(2);
    expect(ran.err).toContain('there is no job nothing');
  });
});

describe('the input', () => {
  it('is the same for the same seed, and counts what is in it', () => {
    const make = (seed: number) => {
      const buffer = Buffer.alloc(1024 * 1024);
      const facts = noFacts();
      const { bytes } = new LogMaker(seed).fill(buffer, 3000, facts);
      return { text: buffer.toString('latin1', 0, bytes), facts };
    };
    const { text, facts } = make(5);
    expect(make(5).text).toBe(text);
    expect(make(6).text).not.toBe(text);
    const lines = text.trimEnd().split('\n');
    expect(lines).toHaveLength(facts.lines);
    expect(lines.filter((line) => line.includes(' id=00000278 '))).toHaveLength(facts.byId['278'] ?? 0);
    expect(lines.filter((line) => line.endsWith(' matchkey=2400000'))).toHaveLength(facts.byTunnel[0] ?? 0);
  });
});

describe('what limits a missed goal', () => {
  it('is asked for where the document has no line about it', () => {
    const file = join(tempFolder(), 'performance.md');
    const goal = { kind: 'at most', value: 1 } as const;
    const row = (what: string, value: number): Row => ({ what, value, unit: 's', goal });
    const rows = [row('start', 2), row('end', 3), row('middle', 4), row('pause', 0.5)];
    writeFileSync(
      file,
      '## What limits what is missed\n\n| missed | limit |\n| --- | --- |\n| end; start | the disk |\n',
    );
    expect(unexplainedMisses(file, [{ title: 'Times', rows }])).toEqual(['middle']);
  });
});

describe('a table', () => {
  const row: Row = {
    what: 'ours',
    value: 300_000,
    unit: 'lines/s',
    beside: { name: 'theirs', value: 100_000 },
    goal: { kind: 'at least', value: 2, isRatio: true },
  };

  it('shows figure, peer, ratio, goal and verdict', () => {
    expect(ratioOf(row)).toBe(3);
    const text = renderTable({ title: 'Two', rows: [row] });
    expect(text).toMatch(/\| ours +\| 300,000 lines\/s +\| 100,000 lines\/s theirs +\| 3\.0× +\| ≥ 2\.0× +\| pass +\|/);
  });

  it('shows the lowest and the highest beside a median', () => {
    const measured = {
      ...row,
      spread: { min: 250_000, max: 310_000 },
      beside: { name: 'theirs', value: 100_000, spread: { min: 90_000, max: 120_000 } },
    };
    const text = renderTable({ title: 'Two', rows: [measured] });
    expect(text).toContain('300,000 lines/s (250,000–310,000)');
    expect(text).toContain('100,000 lines/s (90,000–120,000) theirs');
  });

  it('takes a figure that is missing for a goal that is missed', () => {
    const missing: Row = { ...row, value: undefined };
    expect(isMet(missing)).toBe(false);
    expect(isMet({ ...row, value: Number.NaN, goal: { kind: 'at most', value: 1 } })).toBe(false);
    expect(summarise([{ title: 'Two', rows: [row, missing] }])).toBe('1 of 2 goals met; missed: Two: ours');
  });

  it('takes the nearest rank for a percentile', () => {
    expect(percentile([4, 1, 3, 2], 0.5)).toBe(2);
    expect(percentile([4, 1, 3, 2], 0.99)).toBe(4);
    expect(percentile([], 0.5)).toBeNaN();
  });
});
