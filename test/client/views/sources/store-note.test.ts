import type { Storage } from '@tunnelwatch/shared/storage';
import { describe, expect, it } from 'vitest';
import { storeNote } from '../../../../client/src/views/sources/store-note.js';

const GIB = 1024 ** 3;
const WELL: Storage = {
  bytes: GIB,
  walBytes: 0,
  unusedBytes: 0,
  mostBytes: 50 * GIB,
  freeBytes: 40 * GIB,
  diskBytes: 100 * GIB,
  oldestEvent: Date.UTC(2026, 1, 10, 17, 0, 0),
  removedUntil: null,
  removedEvents: 0,
  removedAt: null,
  damagedSegments: [],
};
const DAMAGE = { id: 3, firstSeq: 1, lastSeq: 9, firstTime: 0, lastTime: 1, reason: 'its facts cannot be read' };

describe('the note below the size of the store', () => {
  it.each<[string, Partial<Storage>, string, boolean]>([
    ['how far back it reaches', {}, 'reaches back to ', false],
    ['an empty store', { oldestEvent: null }, 'no events yet', false],
    [
      'what retention removed',
      { removedUntil: 1, removedEvents: 12_345 },
      '12,345 older events removed by retention',
      false,
    ],
    ['damage, before all else', { damagedSegments: [DAMAGE], freeBytes: 1 }, '1 segment is damaged: restore', true],
    ['a disk that is nearly full', { freeBytes: GIB / 2 }, 'only 512 MiB of disk space left: free up space', true],
    ['a small disk that has room', { freeBytes: GIB / 2, diskBytes: GIB }, 'reaches back to ', false],
    ['a disk that does not tell', { freeBytes: null, diskBytes: null }, 'reaches back to ', false],
    ['a log that cannot be cut', { walBytes: 2 * GIB }, '2 GiB of this is the write-ahead log', false],
  ])('says %s', (_what, part, note, isAlarming) => {
    const said = storeNote({ ...WELL, ...part });
    expect(said.note).toContain(note);
    expect(said.isAlarming).toBe(isAlarming);
  });
});
