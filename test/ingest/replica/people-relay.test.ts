import type { StreamMessage } from '@tunnelwatch/server/cluster/stream/following';
import { PeopleRelay } from '@tunnelwatch/server/ingest/replica/people-relay';
import type { PeoplePosition } from '@tunnelwatch/server/cluster/people-message';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

const at = (sequence: number): PeoplePosition => ({ sequence, id: `id ${String(sequence)}`, storedAt: sequence });
const message = (sequence: number, kind: StreamMessage['kind']): StreamMessage => ({
  ...at(sequence),
  kind,
  format: 1,
  body: Buffer.from(`body ${String(sequence)}`),
});

let told: unknown[][];
const notify = (...words: unknown[]): void => {
  told.push(words);
};
const never = new Promise<void>(() => undefined);

beforeEach(() => {
  told = [];
  vi.useFakeTimers({ toFake: ['performance'] });
});

afterEach(() => {
  vi.useRealTimers();
});

describe('what a node tells of the stream to whoever has the people', () => {
  it('[CLU-24] begins where store and people have both come to, with what is known of that message', () => {
    expect(new PeopleRelay(at(3), at(8), notify).start).toEqual(at(3));
    expect(new PeopleRelay(at(8), at(3), notify).start).toEqual(at(3));
    expect(new PeopleRelay(null, at(3), notify).start).toEqual(at(3));
  });

  it('[CLU-24] is each change at once, and the position alone once a minute', () => {
    const relay = new PeopleRelay(at(0), at(0), notify);
    relay.pass(message(1, 'lines'));
    relay.pass(message(2, 'people'));
    expect(told).toEqual([['people', { ...at(2), body: Uint8Array.from(Buffer.from('body 2')) }]]);
    vi.advanceTimersByTime(59_000);
    relay.pass(message(3, 'input'));
    expect(told).toHaveLength(1);
    vi.advanceTimersByTime(1000);
    relay.pass(message(4, 'input'));
    expect(told.at(-1)).toEqual(['people', { ...at(4), body: null }]);
  });

  it('[CLU-26] says once when all that stood in the stream at the start was told', async () => {
    const relay = new PeopleRelay(at(0), at(0), notify);
    relay.pass(message(1, 'people'));
    await relay.watchEnd({ describe: () => Promise.resolve({ last: 2 }) } as never, never);
    expect(told).toHaveLength(1);
    relay.pass(message(2, 'input'));
    relay.pass(message(3, 'input'));
    expect(told.slice(1)).toEqual([['peopleAtEnd']]);
  });
});
