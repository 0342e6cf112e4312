import { utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventPageSchema, sourcePageSchema } from '@tunnelwatch/shared/api';
import type { TunnelwatchEvent } from '@tunnelwatch/shared/event';
import { BODIES } from '../corpus/bodies.js';
import { CORPUS } from '../corpus/lines.js';
import { ARRIVAL, FALLBACK_GATEWAY, PREFIXES, TIME_ZONE } from '../corpus/prefixes.js';
import { textOf } from '../support/follower.js';
import { ServeProcess } from '../support/serve-process.js';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';

let server: ServeProcess;
let startedAt = 0;
const events = new Map<string, TunnelwatchEvent>();

beforeAll(async () => {
  const directory = mkdtempSync(join(tmpdir(), 'tunnelwatch-corpus-'));
  const log = join(directory, `${FALLBACK_GATEWAY}.log`);
  writeFileSync(log, textOf(CORPUS.map(({ line }) => line)));
  // Stamps without a year are near to the time of the file.
  utimesSync(log, ARRIVAL / 1000, ARRIVAL / 1000);
  startedAt = Date.now();
  server = await ServeProcess.start({ directory, files: [log], flags: ['--time-zone', TIME_ZONE] });
  await server.untilCount(CORPUS.length);
  let cursor: string | null = '';
  while (cursor !== null) {
    const page = eventPageSchema.parse(await server.get(`events?limit=100${cursor === '' ? '' : `&cursor=${cursor}`}`));
    for (const event of page.items) events.set(event.raw, event);
    cursor = page.nextCursor;
  }
});

afterAll(async () => {
  await server.remove();
});

describe('a file with each of the 23 messages in each of the shapes', () => {
  it('gives exactly that many events, and an empty list of unreadable lines', async () => {
    expect(BODIES).toHaveLength(23);
    expect(events.size).toBe(23 * PREFIXES.length);
    const { items } = sourcePageSchema.parse(await server.get('sources'));
    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject({
      counts: { lines: CORPUS.length, events: CORPUS.length, unknown: 0, other: 0, unreadable: 0, empty: 0, cut: 0 },
      unreadableSamples: [],
      unreadableByReason: {},
      unknownById: {},
      lagBytes: 0,
    });
  });

  it.each(CORPUS)('has $name right', ({ line, expected }) => {
    const event = events.get(line);
    expect(event).toMatchObject({
      messageId: expected.messageId,
      class: expected.class,
      severity: expected.severity,
      isKnown: true,
      gateway: expected.gateway,
      member: expected.member,
      matchkey: expected.matchkey,
      iface: expected.iface,
      subject: { kind: expected.subjectKind, gateway: expected.gateway },
      parameters: Object.fromEntries(expected.parameters),
      numbers: Object.fromEntries(expected.numbers),
      time: expected.time,
      raw: line,
    });
    expect(Object.keys(event?.parameters ?? {}).sort()).toEqual(expected.parameters.map(([name]) => name).sort());
    expect(Object.keys(event?.numbers ?? {}).sort()).toEqual(expected.numbers.map(([name]) => name).sort());
    if (expected.receivedTime !== ARRIVAL) expect(event?.receivedTime).toBe(expected.receivedTime);
    else expect(event?.receivedTime).toBeGreaterThanOrEqual(startedAt);
  });

  it.each(BODIES.map(({ messageId }) => messageId))('counts message %d by every filter', async (messageId) => {
    const own = CORPUS.filter(({ expected }) => expected.messageId === messageId);
    expect(await server.count(`messageId=${String(messageId)}`)).toBe(own.length);
    for (const gateway of new Set(own.map(({ expected }) => expected.gateway))) {
      const left = own.filter(({ expected }) => expected.gateway === gateway).length;
      expect(await server.count(`messageId=${String(messageId)}&gateway=${encodeURIComponent(gateway)}`)).toBe(left);
    }
  });
});
