import { alertPageSchema } from '@tunnelwatch/shared/api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually, ServeProcess } from '../../../support/serve-process.js';

/** What a spreadsheet takes for a formula, in a name and in what people write. */
const FORMULAS = ['=1+1', '+1', '-1', '@SUM(1)', '\t=1', '\r=1'];
const JSON_TYPE = { 'Content-Type': 'application/json' };

let server: ServeProcess;

beforeAll(async () => {
  const at = new Date().toISOString();
  const lines = ['=cmd()', '__proto__'].map((key) => `${at} gw1 EFW: IPSEC: prio=4 id=1696 matchkey=${key}\n`);
  server = await ServeProcess.start({ content: lines.join('') });
  await eventually('both alerts', async () => (await alerts()).length === 2);
});

afterAll(() => server.remove());

async function alerts() {
  return alertPageSchema.parse(await server.get('alerts')).items;
}

function post(path: string, body: string): Promise<Response> {
  return server.fetch(`api/v1/${path}`, { method: 'POST', headers: JSON_TYPE, body });
}

async function exported(path: string): Promise<string> {
  return (await server.fetch(`api/v1/${path}?format=csv`)).text();
}

describe('exports', () => {
  it('have no cell that a spreadsheet takes for a formula, whoever wrote it', async () => {
    for (const comment of FORMULAS) {
      const [alert] = await alerts();
      const body = JSON.stringify({ version: alert?.version, by: comment, comment: `${comment}x` });
      expect((await post(`alerts/${String(alert?.id)}/comment`, body)).status).toBe(200);
    }
    for (const path of ['audit/export', 'events/export', 'sources/export']) {
      const text = await exported(path);
      expect(text.length).toBeGreaterThan(100);
      // Cells begin with a quote; what follows it would be taken for a formula.
      expect(text).not.toMatch(/(^|,)"?[=+\-@\t\r](?![\r\n])/m);
    }
    expect(await exported('events/export')).toContain(`"'=cmd()"`);
    expect(await exported('audit/export')).toContain(`"'=1+1x"`);
  });
});

describe('__proto__', () => {
  it('is a matchkey like any other, in the list and in a filter', async () => {
    const found = alertPageSchema.parse(await server.get('alerts?matchkey=__proto__')).items;
    expect(found).toMatchObject([{ subject: { kind: 'tunnel', matchkey: '__proto__' } }]);
  });

  it('in the body of a request is a field that is not known, and refused by its name', async () => {
    const [alert] = await alerts();
    const version = String(alert?.version);
    const bodies = [
      [
        `alerts/${String(alert?.id)}/comment`,
        `{"__proto__":{"by":"root"},"version":${version},"comment":"x","by":"ann"}`,
      ],
      ['alerts/bulk', '{"action":"comment","comment":"x","by":"ann","filter":{"__proto__":{"state":"closed"}}}'],
    ] as const;
    for (const [path, body] of bodies) {
      const answer = await post(path, body);
      expect(answer.status).toBe(400);
      expect(await answer.json()).toMatchObject({ detail: expect.stringContaining('__proto__') });
    }
    expect((await alerts()).length).toBe(2);
  });
});
