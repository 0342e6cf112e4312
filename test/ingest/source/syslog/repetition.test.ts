import { hashLine } from '@tunnelwatch/server/ingest/source/syslog/line-hash';
import { BLOCK_HASHES, LineTail, TAIL_HASHES } from '@tunnelwatch/server/ingest/source/syslog/line-tail';
import type { TailBlock } from '@tunnelwatch/server/store/tail-block';
import { PeerTails } from '@tunnelwatch/server/ingest/source/syslog/peer-tails';
import { Repetition } from '@tunnelwatch/server/ingest/source/syslog/repetition';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

function tailOf(hashes: readonly number[]): LineTail {
  const tail = new LineTail();
  for (const hash of hashes) tail.push(hash);
  return tail;
}

/** How many of the first lines are taken for repetitions, as a connection asks for it. */
function repeatedOf(before: readonly number[], lines: readonly number[], leastRun = 1): number {
  const repetition = new Repetition([{ tail: tailOf(before), leastRun }]);
  for (const line of lines) {
    if (!repetition.isOpen) break;
    repetition.offer(line);
  }
  return repetition.repeated;
}

/** The rule in one line: the longest beginning that is the end of what was there before. */
function modelOf(before: readonly number[], lines: readonly number[]): number {
  const lengths = lines.map((_, index) => index + 1).filter((length) => length <= before.length);
  return Math.max(0, ...lengths.filter((k) => before.slice(-k).every((hash, index) => hash === lines[index])));
}

describe('[DEL-8] what a sender repeats after a break', () => {
  it.each([
    ['a batch of the last three lines, then new ones', [1, 2, 3, 4, 5], [3, 4, 5, 6, 7], 3],
    ['nothing', [1, 2, 3], [4, 5], 0],
    ['lines from the middle that do not reach the end', [1, 2, 3, 4], [2, 3, 9], 0],
    ['everything', [1, 2, 3], [1, 2, 3], 3],
    ['the last line', [1, 2, 3], [3, 4], 1],
    ['the longest run of several', [7, 7, 7], [7, 7, 8], 2],
    ['a run that begins like another', [1, 2, 1, 2], [1, 2, 9], 2],
    ['nothing after nothing', [], [1], 0],
  ])('%s', (_name, before, lines, expected) => {
    expect(repeatedOf(before, lines)).toBe(expected);
  });

  it('is the longest beginning that is the end of what was there before', () => {
    const few = fc.array(fc.integer({ min: 0, max: 2 }), { maxLength: 14 });
    fc.assert(
      fc.property(few, few, fc.nat(14), (before, news, count) => {
        const lines = [...before.slice(before.length - Math.min(count, before.length)), ...news];
        expect(repeatedOf(before, lines)).toBe(modelOf(before, lines));
        expect(repeatedOf(before, news)).toBe(modelOf(before, news));
      }),
      { numRuns: 2000 },
    );
  });

  it('is not seen in a tail that grows meanwhile: its connection is alive', () => {
    const tail = tailOf([1, 2, 3]);
    const repetition = new Repetition([{ tail, leastRun: 1 }]);
    repetition.offer(2);
    tail.push(4);
    repetition.offer(3);
    expect([repetition.repeated, repetition.isOpen]).toEqual([0, false]);
  });

  it('[DEL-10] needs two lines where one is no proof', () => {
    expect(repeatedOf([1, 2, 3], [3, 4], 2)).toBe(0);
    expect(repeatedOf([1, 2, 3], [2, 3, 4], 2)).toBe(2);
  });
});

describe('a tail', () => {
  it('remembers the newest 4,096 lines at least, and is bounded', () => {
    const tail = new LineTail();
    for (let line = 0; line < 20_000; line++) {
      tail.push(line);
      const kept = tail.total - tail.first;
      expect(kept >= Math.min(tail.total, TAIL_HASHES) && kept < TAIL_HASHES + BLOCK_HASHES).toBe(true);
    }
    expect(tail.at(19_999)).toBe(19_999);
    expect(tail.at(tail.first)).toBe(tail.first);
    expect([tail.at(tail.first - 1), tail.at(20_000)]).toEqual([undefined, undefined]);
  });

  it('is the same after it was stored in parts and read back', () => {
    const pushes = fc.array(fc.integer({ min: 0, max: 1500 }), { maxLength: 12 });
    fc.assert(
      fc.property(pushes, (counts) => {
        const tail = new LineTail();
        const rows = new Map<number, Uint8Array>();
        let line = 0;
        for (const count of counts) {
          for (let pushed = 0; pushed < count; pushed++) tail.push((line++ * 2_654_435_761) % 2 ** 53);
          for (const { block, hashes } of tail.takeChanges()) {
            if (hashes === null) rows.delete(block);
            else rows.set(block, hashes);
          }
        }
        // As they come from another thread.
        const restored = LineTail.restore(structuredClone([...rows].map(([block, hashes]) => ({ block, hashes }))));
        expect([restored.total, restored.first]).toEqual([tail.total, rows.size === 0 ? 0 : tail.first]);
        for (let number = tail.first; number < tail.total; number++) expect(restored.at(number)).toBe(tail.at(number));
      }),
      { numRuns: 50 },
    );
  });
});

describe('the tails of a sender', () => {
  const PEER = '192.0.2.7';
  /** Sends lines over a connection of its own, as far as tails are concerned; gives what was taken for repetitions. */
  const send = (tails: PeerTails, lines: readonly number[], owner: object, peer = PEER) => {
    const repetition = new Repetition(tails.repeatable(peer));
    for (const line of lines) if (repetition.isOpen) repetition.offer(line);
    const adopted = tails.adopt(peer, owner, repetition.tail);
    for (const line of lines.slice(repetition.repeated)) tails.push(adopted, line);
    return { repeated: repetition.repeated, end: (isOrderly: boolean) => tails.end(adopted, owner, isOrderly) };
  };

  it('[DEL-10] are kept apart for connections that were open at the same time', () => {
    const tails = new PeerTails([]);
    const first = send(tails, [1, 2, 3], {});
    const second = send(tails, [11, 12, 13], {});
    first.end(false);
    second.end(false);
    const again = send(tails, [2, 3, 4], {});
    expect(again.repeated).toBe(2);
    expect(send(tails, [13, 14], {}).repeated).toBe(1);
    again.end(false);
    expect(send(tails, [3, 4, 5], {}).repeated).toBe(2);
  });

  it('go on from connection to connection', () => {
    const tails = new PeerTails([]);
    send(tails, [1, 2], {}).end(false);
    send(tails, [3], {}).end(false);
    expect(send(tails, [1, 2, 3, 4], {}).repeated).toBe(3);
  });

  it('[DEL-10] do not make one line of two that come over connections of their own', () => {
    const tails = new PeerTails([]);
    send(tails, [1], {}).end(true);
    expect(send(tails, [1], {}).repeated).toBe(0);
  });

  it('belong to a sender', () => {
    const tails = new PeerTails([]);
    send(tails, [1, 2], {}).end(false);
    expect(send(tails, [1, 2], {}, '192.0.2.8').repeated).toBe(0);
  });

  it('[DEL-9] are the same after a restart', () => {
    const tails = new PeerTails([]);
    const rows = new Map<string, TailBlock>();
    const save = () => {
      for (const block of tails.takeChanges(1)) {
        const key = `${block.peer} ${String(block.tail)} ${String(block.block)}`;
        if (block.hashes === null) rows.delete(key);
        else rows.set(key, block);
      }
    };
    send(
      tails,
      Array.from({ length: 9000 }, (_, line) => line),
      {},
    );
    save();
    send(tails, [20_001, 20_002], {});
    save();
    const restarted = new PeerTails(structuredClone([...rows.values()]));
    expect(send(restarted, [8998, 8999, 9000], {}).repeated).toBe(2);
    expect(send(restarted, [20_002, 20_003], {}).repeated).toBe(1);
  });

  it('are bounded, and forgotten in the store too', () => {
    const tails = new PeerTails([]);
    const rows = new Set<string>();
    for (let sender = 0; sender < 600; sender++) {
      send(tails, [1, 2, 3], {}, `2001:db8::${sender.toString(16)}`).end(false);
      for (const { peer, hashes } of tails.takeChanges(1)) {
        if (hashes === null) rows.delete(peer);
        else rows.add(peer);
      }
    }
    expect(rows.size).toBe(512);
    expect(send(tails, [3, 4], {}, '2001:db8::0').repeated).toBe(0);
    expect(send(tails, [3, 4], {}, '2001:db8::257').repeated).toBe(1);
  });
});

describe('the hash of a line', () => {
  it('is an exact number, depends on every byte, and on nothing around the line', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 60 }), fc.nat(59), (bytes, at) => {
        const line = Buffer.from(bytes);
        const hash = hashLine(line, 0, line.length);
        expect(Number.isSafeInteger(hash)).toBe(true);
        expect(hashLine(Buffer.concat([Buffer.from('ab'), line, Buffer.from('c')]), 2, 2 + line.length)).toBe(hash);
        const other = Buffer.from(line);
        other[at % line.length] = (other[at % line.length] ?? 0) ^ 1;
        expect(hashLine(other, 0, other.length)).not.toBe(hash);
      }),
    );
  });
});
