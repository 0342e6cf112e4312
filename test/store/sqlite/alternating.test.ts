import { EventColumns } from '@tunnelwatch/server/core/events/event-columns';
import { encodeSegment } from '@tunnelwatch/server/store/segment/encode';
import { openForWriting } from '@tunnelwatch/server/store/sqlite/database';
import { SegmentWriter } from '@tunnelwatch/server/store/sqlite/segments/segment-table';
import { SqliteReader } from '@tunnelwatch/server/store/sqlite/sqlite-reader';
import { expect, it } from 'vitest';
import { makeStore } from '../../bench/support/make-store.js';
import { tempFolders } from '../../support/temp-folder.js';

const tempFolder = tempFolders();
const FROM = Date.UTC(2026, 1, 10, 17);
const SEGMENTS = 20;
const EVENTS_EACH = 30;
const NO_TEXTS = {
  shape: () => {
    throw new Error('there are no templates');
  },
  text: () => '',
};

it('[STORE-35] opens a segment once a page where the events of a page alternate between many', async () => {
  const dataDirectory = tempFolder();
  makeStore({ dataDirectory, events: 100, from: FROM - 3_600_000, to: FROM - 60_000, seed: 1 });
  const database = openForWriting(dataDirectory);
  const writer = new SegmentWriter(database);
  for (let segment = 0; segment < SEGMENTS; segment++) {
    const columns = new EventColumns(EVENTS_EACH);
    for (let at = 0; at < EVENTS_EACH; at++) {
      columns.addEvent(FROM + at * SEGMENTS + segment, FROM, 1 + (at % 7), 1, 1);
      columns.addRaw(Buffer.from(`line ${String(at)} of ${String(segment)}`));
    }
    writer.add(
      encodeSegment(columns, NO_TEXTS, () => undefined),
      101 + segment * EVENTS_EACH,
    );
  }
  database.close();

  let opened = 0;
  const reader = new SqliteReader(
    dataDirectory,
    () => undefined,
    () => (opened += 1),
  );
  const page = await reader.listEvents({ from: FROM }, 200, undefined);
  const expected = Array.from({ length: 200 }, (_, index) => {
    const at = SEGMENTS * EVENTS_EACH - 1 - index;
    return `line ${String(Math.floor(at / SEGMENTS))} of ${String(at % SEGMENTS)}`;
  });
  expect(page.events.map(({ raw }) => Buffer.from(raw).toString())).toEqual(expected);
  // Each is looked at before it is searched, searched, and opened for its lines.
  expect(opened).toBeLessThanOrEqual(4 * SEGMENTS);
  const visited: string[] = [];
  const visitor = {
    templated: () => expect.unreachable('lines without a template are whole'),
    whole: ({ raw }: { raw: Uint8Array }) => visited.push(Buffer.from(raw).toString()),
  };
  await reader.visitEvents({ from: FROM }, { limit: 200, cursor: undefined }, visitor);
  expect(visited).toEqual(expected);
  await reader.close();
});
