import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { Cluster } from '../support/cluster.js';
import { LineTally, NumberedLines } from '../support/cluster-writers.js';
import { lacks } from '../support/programs.js';
import { tempFolders } from '../support/temp-folder.js';

/** `npm run cluster-model -- --rate N` sets them. */
const LINES = Number(process.env['TUNNELWATCH_CLUSTER_RATE_LINES'] ?? 20_000);
const NODES = Number(process.env['TUNNELWATCH_CLUSTER_NODES'] ?? 2);
const SAYS = process.env['TUNNELWATCH_CLUSTER_RATE_LINES'] !== undefined;
const PIECE = 100_000;

const tempFolder = tempFolders();
let cluster: Cluster | undefined;

afterEach(async () => {
  await cluster?.remove();
  cluster = undefined;
});

describe.skipIf(lacks('nats-server'))('a cluster that nobody disturbs', { timeout: 180_000 + LINES }, () => {
  it(`[CLU-1] [CLU-2] takes ${String(LINES)} lines of a file that appears, each once and on every node`, async () => {
    const folder = tempFolder();
    const lines = new NumberedLines('gw-rate', LINES, Date.now());
    const written = join(folder, 'written');
    for (let first = 0; first < LINES; first += PIECE) {
      writeFileSync(written, lines.text(first, Math.min(LINES, first + PIECE)), { flag: 'a' });
    }
    const running = await Cluster.start({
      folder,
      nodes: NODES,
      collectors: [[{ files: [join(folder, '*.log')] }], [{ files: [join(folder, 'none-*.txt')] }]],
    });
    cluster = running;
    const { watch } = running;
    const began = performance.now();
    renameSync(written, join(folder, 'gw-rate.log'));
    await watch.until('all lines in the stream', () => watch.allLines >= LINES);
    const sent = performance.now();
    await running.untilApplied();
    if (SAYS) {
      const rate = (until: number) => Math.round((LINES / (until - began)) * 1000).toLocaleString('en');
      process.stdout.write(
        `  ${LINES.toLocaleString('en')} lines: ${rate(sent)} a second into the stream, ${rate(performance.now())} onto ${String(NODES)} nodes, ${(watch.lineBytes / LINES).toFixed(1)} bytes each in the stream\n`,
      );
    }
    await running.finish();
    const tallies = new Map(running.nodes.map(({ name }) => [name, new LineTally([lines])]));
    const differing = await running.differences((node, line) => tallies.get(node)?.take(line));
    for (const { faults } of tallies.values()) expect(faults).toEqual({ lost: 0, doubled: 0, strangers: 0 });
    expect(differing).toEqual([]);
    for (const member of [...running.nodes, ...running.collectors]) expect(member.faults).toBe('');
  });
});
