import { ruleListSchema, USUAL_ALERT_RULES } from '@tunnelwatch/shared/alert-rules';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { eventually, ServeProcess } from '../support/serve-process.js';

let server: ServeProcess | undefined;

afterEach(async () => {
  await server?.remove();
  server = undefined;
});

const RULES = JSON.stringify({
  'rate-replay': { count: 5, onDelaySeconds: 0 },
  rise: { enabled: false },
});

const pageSchema = z.object({
  items: z.array(
    z.object({
      rule: z.string(),
      state: z.string(),
      members: z.number(),
      count: z.number(),
      foldedInto: z.number().nullable(),
      isActive: z.boolean(),
    }),
  ),
});

async function standing(running: ServeProcess) {
  const response = await running.fetch('api/v1/alerts?limit=200');
  const { items } = pageSchema.parse(await response.json());
  return items.filter(
    ({ rule, foldedInto, state }) => rule.startsWith('rate-') && foldedInto === null && state !== 'normal',
  );
}

/** Replay drops of tunnels, one line each, of now. */
function drops(tunnels: number): string[] {
  const stamp = new Date().toISOString().slice(0, 19).replace('T', ' ');
  return Array.from({ length: tunnels }, (_, id) => {
    const fields = `matchkey=${String(id)} seqno=${String(1000 + id)} windowsize=64 windowbase=5000`;
    return `[${stamp}] EFW: IPSEC: prio=2 id=278 rev=1 event=replay_check_failed action=drop ${fields}`;
  });
}

describe('[ALM-32] a server with 5,000 tunnels that begin to fail at once', () => {
  it('has one alert with all of them, and the very same after kill -9', async () => {
    server = await ServeProcess.start({ flags: ['--alerts-rules', RULES] });
    const { directory } = server;
    for (let round = 0; round < 5; round++) server.append(...drops(5000));
    const running = server;
    await eventually('all tunnels in one alert', async () => (await standing(running))[0]?.members === 5000);
    await server.untilCount(25_000);
    const before = await standing(server);
    expect(before).toMatchObject([{ rule: 'rate-replay', members: 5000, count: 25_000, isActive: true }]);
    await server.end('SIGKILL');
    server = await ServeProcess.start({ directory, flags: ['--alerts-rules', RULES] });
    expect(await standing(server)).toEqual(before);
    server.append(...drops(5000));
    await server.untilCount(30_000);
    expect(await standing(server)).toMatchObject([{ rule: 'rate-replay', members: 5000, count: 30_000 }]);
  });
});

describe('[ALM-38] settings of rules', () => {
  it('that an admin set are in force at once, and after kill -9', async () => {
    server = await ServeProcess.start({ flags: ['--alerts-rules', RULES] });
    const { directory } = server;
    const settings = { ...USUAL_ALERT_RULES['rate-replay'], count: 3, onDelaySeconds: 0 };
    const set = (version: number) =>
      server?.fetch('api/v1/rules/rate-replay', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ version, settings }),
      });
    expect((await set(1))?.status).toBe(200);
    expect((await set(1))?.status).toBe(409);
    await server.end('SIGKILL');
    server = await ServeProcess.start({ directory, flags: ['--alerts-rules', RULES] });
    const list = ruleListSchema.parse(await server.get('rules'));
    expect(list.items.find(({ name }) => name === 'rate-replay')).toMatchObject({
      name: 'rate-replay',
      version: 2,
      isSet: true,
      settings,
    });
    for (let round = 0; round < 3; round++) server.append(...drops(1));
    const running = server;
    await eventually('an alert', async () => (await standing(running)).length === 1);
  });
});
