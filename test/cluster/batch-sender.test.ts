import { readLineBatch } from '@tunnelwatch/server/cluster/line-batch';
import { BatchSender } from '@tunnelwatch/server/ingest/collector/batch-sender';
import { Spool } from '@tunnelwatch/server/ingest/collector/spool';
import { emptyCounts } from '@tunnelwatch/server/core/aggregate/source-tally';
import { SqliteWriter } from '@tunnelwatch/server/store/sqlite/sqlite-writer';
import { SpoolReader } from '@tunnelwatch/server/store/sqlite/spool-table';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tempFolders } from '../support/temp-folder.js';

const tempFolder = tempFolders();

const RECORDED = {
  sources: [],
  origins: [],
  runs: [],
  lengths: new Uint32Array(0),
  bytes: Buffer.alloc(0),
};

/** A stream that loses messages and answers, and stores what was repeated under the same id once. */
class LossyStream {
  readonly numbers: number[] = [];
  private readonly ids = new Map<string, number>();

  /** @param fates what becomes of each message, in turn; afterwards all goes well */
  constructor(private readonly fates: ('stored' | 'lost' | 'unanswered')[]) {}

  async publish(_kind: string, body: Uint8Array, id: string): Promise<number> {
    const fate = this.fates.shift() ?? 'stored';
    if (fate === 'lost') throw new Error('no answer');
    const sequence = this.ids.get(id) ?? this.numbers.push(readLineBatch(body).number);
    this.ids.set(id, sequence);
    await Promise.resolve();
    if (fate === 'unanswered') throw new Error('no answer');
    return sequence;
  }
}

/** What a node takes of them: the next one, and nothing that came before or too early. */
function taken(numbers: readonly number[]): number[] {
  const applied: number[] = [];
  for (const number of numbers) if (number === applied.length + 1) applied.push(number);
  return applied;
}

function storedSpool(batches: number): Spool {
  const spool = new Spool('c1', undefined, () => undefined);
  for (let at = 0; at < batches; at++) spool.add(RECORDED);
  const change = spool.takeChange();
  if (change !== undefined) spool.noteStored(change);
  return spool;
}

describe('a collector', () => {
  it('[CLU-62] has each batch applied once and in order, whatever becomes of messages and answers', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 12 }),
        fc.array(fc.constantFrom('stored' as const, 'lost' as const, 'unanswered' as const), { maxLength: 6 }),
        async (batches, fates) => {
          const stream = new LossyStream([...fates]);
          const spool = storedSpool(batches);
          await new Promise<void>((resolve) => {
            const sender: BatchSender = new BatchSender(
              stream,
              spool,
              () => {
                if (!spool.isEmpty) return;
                sender.close();
                resolve();
              },
              1,
            );
            void sender.run();
          });
          expect(taken(stream.numbers)).toEqual(Array.from({ length: batches }, (_, at) => at + 1));
        },
      ),
      { numRuns: 150 },
    );
  });

  it('[CLU-62] sends nothing before it is durable', () => {
    const spool = new Spool('c1', undefined, () => undefined);
    spool.add(RECORDED);
    expect(spool.body(1)).toBeUndefined();
    const change = spool.takeChange();
    if (change === undefined) throw new Error('nothing to store');
    spool.noteStored(change);
    expect(spool.body(1)).toBeDefined();
  });

  it('[CLU-63] goes on after a kill with what the cluster has not taken, under the same numbers', () => {
    const folder = tempFolder();
    const first = new SqliteWriter(folder);
    first.load();
    const spool = new Spool('c1', undefined, () => undefined);
    for (let at = 0; at < 3; at++) spool.add(RECORDED);
    const source = { id: 1, kind: 'file' as const, name: '/logs/gw1.log', ...emptyCounts() };
    const batch = { parts: [], alerts: [], gateways: [], sources: [source], files: [] };
    const added = spool.takeChange();
    if (added === undefined) throw new Error('nothing to store');
    first.commit({ ...batch, spool: added });
    spool.noteStored(added);
    const body = spool.body(2);
    spool.take(1);
    const change = spool.takeChange();
    if (change === undefined) throw new Error('nothing to store');
    first.commit({ ...batch, spool: change });
    first.close();

    const second = new SqliteWriter(folder);
    const { spool: state } = second.load();
    const reader = new SpoolReader(folder);
    const again = new Spool('c1', state, (number) => reader.read(number));
    expect(again.incarnation).toBe(spool.incarnation);
    expect(again.next).toBe(2);
    expect(Buffer.from(again.body(2) ?? [])).toEqual(body);
    again.take(3);
    again.add(RECORDED);
    expect(again.next).toBe(4);
    reader.close();
    second.close();
  });
});
