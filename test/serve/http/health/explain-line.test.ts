import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { apiExplanationSchema, sourcePageSchema } from '@tunnelwatch/shared/api';
import { MAX_EXPLAINED } from '@tunnelwatch/shared/explanation';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ServeProcess } from '../../../support/serve-process.js';

const PAIRS = 'prio=2 id=278 rev=1 seqno=7 windowbase=900 windowsize=64 matchkey=a1';
let server: ServeProcess;

beforeAll(async () => {
  const directory = mkdtempSync(join(tmpdir(), 'tunnelwatch-explain-'));
  const files = join(directory, 'gw1.log');
  const config = join(directory, 'tunnelwatch.yaml');
  writeFileSync(files, `x gw7 ~ nothing\nx gw8 ~ 2026-11-29T06:00:00Z EFW: IPSEC: ${PAIRS}\n`);
  const sources = [{ files, timeZone: 'Europe/Stockholm', format: String.raw`^x (?<gateway>\w+) ~ (?<message>.*)` }];
  writeFileSync(config, JSON.stringify({ sources, timeZone: 'UTC', aliases: { old8: 'gw8' } }));
  server = await ServeProcess.start({ directory, files: [], flags: ['--config', config] });
});

afterAll(async () => {
  await server.remove();
});

function post(body: unknown): Promise<Response> {
  const headers = { 'content-type': 'application/json' };
  return server.fetch('api/v1/sources/explain', { method: 'POST', headers, body: JSON.stringify(body) });
}

async function explain(body: unknown) {
  const response = await post(body);
  expect(response.status).toBe(200);
  return apiExplanationSchema.parse(await response.json());
}

describe('POST /sources/explain', () => {
  it('reads a line with the settings of a source', async () => {
    const [source] = sourcePageSchema.parse(await server.get('sources')).items;
    const line = `x gw7 ~ Nov 29 06:00:00 IPSEC: ${PAIRS}`;
    const at = '2025-12-31T12:00:00Z';
    expect(await explain({ line, source: source?.id, at })).toMatchObject({
      outcome: 'event',
      gateway: { name: 'gw7', from: 'the group gateway of the format' },
      time: { at: Date.UTC(2025, 10, 29, 5), zone: 'Europe/Stockholm, that of the source' },
      subject: { kind: 'tunnel', gateway: 'gw7', matchkey: 'a1' },
    });
  });

  it('names the gateway that a line is counted as: one that is known in another case or domain, or by an alias', async () => {
    await server.untilCount(1);
    const of = async (name: string) =>
      (await explain({ line: `2026-11-29T06:00:00Z ${name} EFW: IPSEC: ${PAIRS}` })).gateway;
    expect(await of('GW8.noc.example')).toMatchObject({ name: 'GW8.noc.example', countedAs: 'gw8', isAlias: false });
    expect(await of('old8')).toMatchObject({ name: 'old8', countedAs: 'gw8', isAlias: true });
    expect(await of('gw8')).toMatchObject({ name: 'gw8', countedAs: 'gw8', isAlias: false });
  });

  it('reads a line of no source as any other, and says why it cannot', async () => {
    expect(await explain({ line: `2026-11-29T06:00:00Z gw1 EFW: IPSEC: ${PAIRS}` })).toMatchObject({
      outcome: 'event',
      gateway: { name: 'gw1' },
      time: { at: Date.UTC(2026, 10, 29, 6), zone: 'its own' },
    });
    expect(await explain({ line: 'EFW: IPSEC: id=abc' })).toMatchObject({
      outcome: 'unreadable',
      failure: { reason: 'bad-id', nearest: [expect.stringContaining('id=abc is not a number')] },
    });
    expect(await explain({ line: '' })).toMatchObject({ outcome: 'empty' });
  });

  it('refuses what is too long, a source that there is not, and what is no line', async () => {
    expect((await post({ line: 'x'.repeat(MAX_EXPLAINED) })).status).toBe(200);
    expect((await post({ line: 'x'.repeat(MAX_EXPLAINED + 1) })).status).toBe(400);
    expect((await post({ line: 'x'.repeat(100_000) })).status).toBe(413);
    expect((await post({ line: 'x', source: 99 })).status).toBe(404);
    expect((await post({ line: 7 })).status).toBe(400);
    expect((await post({ line: 'x', file: '/etc/passwd' })).status).toBe(400);
  });
});
