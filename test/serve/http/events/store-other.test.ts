import { eventPageSchema } from '@tunnelwatch/shared/api';
import { afterEach, describe, expect, it } from 'vitest';
import { ServeProcess } from '../../../support/serve-process.js';

const CONTENT = [
  '2026-02-10T10:00:00.000Z gw1 EFW: CONN: prio=1 id=600001 rev=1 event=conn_open connsrcip=192.0.2.1',
  '2026-02-10T10:00:01.000Z gw1 EFW: IPSEC: prio=2 id=278 rev=1 event="Anti-replay check failed." seqno=5 windowbase=70 windowsize=64 matchkey=1',
  '',
].join('\n');

let server: ServeProcess | undefined;

afterEach(() => server?.remove());

async function get(path: string): Promise<unknown> {
  const response = await fetch(new URL(path, server?.url));
  expect(response.status).toBe(200);
  return response.json();
}

describe('messages of other categories', () => {
  it('are counted and not stored unless a setting says so', async () => {
    server = await ServeProcess.start({ content: CONTENT });
    await server.untilCount(1);
    expect(eventPageSchema.parse(await get('api/v1/events')).items.map((event) => event.messageId)).toEqual([278]);
  });

  it('are stored as events of the class other when asked for, and stand in no chart of failures', async () => {
    server = await ServeProcess.start({ content: CONTENT, flags: ['--ingest-store-other'] });
    await server.untilCount(2);
    const { items } = eventPageSchema.parse(await get('api/v1/events?class=other'));
    expect(items).toMatchObject([{ messageId: 600001, class: 'other', parameters: { connsrcip: '192.0.2.1' } }]);
    expect(await get('api/v1/tunnels')).toMatchObject({ total: 1, items: [{ total: 1, counts: { replay: 1 } }] });
  });
});
