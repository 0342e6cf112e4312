import { randomBytes } from 'node:crypto';
import {
  cutEnvelope,
  type InputEnvelope,
  readEnvelope,
  writeEnvelope,
} from '@tunnelwatch/server/cluster/input-envelope';
import { PieceBook } from '@tunnelwatch/server/cluster/piece-book';
import { describe, expect, it } from 'vitest';

const MOST = 4096;
const placeAt = (sequence: number) => ({ sequence, id: `m${String(sequence)}`, storedAt: sequence * 1000 });

/** A note that hardly compresses. */
function large(request: number, bytes = 20_000): InputEnvelope {
  const note = {
    at: 1,
    actor: { kind: 'person' as const, name: 'anna', address: null },
    action: 'noted',
    target: 'cluster',
    comment: randomBytes(bytes).toString('base64'),
    before: null,
    after: null,
    requestKey: null,
  };
  return { incarnation: 'life', request, input: { kind: 'notes', at: 1, notes: [note] } };
}

/** Messages of a stream, from number 1 on. */
function applied(book: PieceBook, bodies: readonly Uint8Array[], from = 0): InputEnvelope[] {
  return bodies.flatMap((body, index) => {
    const envelope = readEnvelope(body);
    if (!('piece' in envelope)) return [envelope];
    const before = placeAt(from + index);
    const whole = book.take(envelope, envelope.piece, before, before.storedAt + 1000);
    return whole === undefined ? [] : [readEnvelope(whole)];
  });
}

describe('inputs that are too large for one message', () => {
  it('[CLU-67] go in pieces that fit, and are applied where the last one is', () => {
    const [one, other] = [large(1), large(2)];
    const [first, second] = [cutEnvelope(one, MOST), cutEnvelope(other, MOST)];
    for (const body of [...first, ...second]) expect(body.byteLength).toBeLessThanOrEqual(MOST);
    const mixed = first.flatMap((body, index) => [body, second[index]].filter((each) => each !== undefined));
    expect(applied(new PieceBook(), mixed)).toEqual([one, other]);
  });

  it('[CLU-67] go in one message where they fit', () => {
    const small = large(1, 100);
    expect(cutEnvelope(small, MOST)).toEqual([writeEnvelope(small)]);
  });

  it('[CLU-67] come once and whole, whichever pieces are repeated, or not at all where one is missing', () => {
    const sent = large(1);
    const bodies = cutEnvelope(sent, MOST);
    expect(
      applied(
        new PieceBook(),
        bodies.flatMap((body) => [body, body]),
      ),
    ).toEqual([sent]);
    expect(applied(new PieceBook(), bodies.toSpliced(2, 1))).toEqual([]);
    expect(applied(new PieceBook(), bodies.slice(1))).toEqual([]);
  });

  it('[CLU-67] are the same for a node that starts again between two pieces', () => {
    const sent = large(1);
    const bodies = [writeEnvelope(large(9, 10)), ...cutEnvelope(sent, MOST)];
    const book = new PieceBook();
    applied(book, bodies.slice(0, 3));
    const start = book.start(3000);
    expect(start).toEqual(placeAt(1));
    // It begins behind that place, and takes up what it had.
    expect(applied(new PieceBook(), bodies.slice(1), 1)).toEqual([sent]);
    applied(book, bodies.slice(3), 3);
    expect(book.start(9000)).toBeUndefined();
  });

  it('[CLU-67] are given up when their sender has died, ten minutes later by the clock of the cluster', () => {
    const book = new PieceBook();
    applied(book, cutEnvelope(large(1), MOST).slice(0, 2));
    expect(book.start(600_000)).toEqual(placeAt(0));
    expect(book.start(602_000)).toBeUndefined();
  });
});
