import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { checkStore } from '@tunnelwatch/server/store/sqlite/maintenance/check/check-store';
import { z } from 'zod';
import { eventually, ServeProcess } from '../support/serve-process.js';

/** A server is started three times; on a busy machine each start takes seconds. */
const PATIENT = { timeout: 150_000 };

let server: ServeProcess | undefined;

afterEach(async () => {
  await server?.remove();
  server = undefined;
});

/** A replay that a gateway logs now. */
function line(gateway: string, seq: number): string {
  const now = new Date().toISOString();
  return `<133>1 ${now} ${gateway} - - - - IPSEC: prio=1 id=03200278 rev=1 event=sequence_number_failure matchkey=tunnel-a seq=${String(seq)}`;
}

/** A message that opens an alert at once. */
function critical(gateway: string): string {
  return `<130>1 ${new Date().toISOString()} ${gateway} - - - - IPSEC: prio=6 id=03201682 rev=1 event=route_lookup_failed matchkey=tunnel-a`;
}

const tunnelsSchema = z.object({
  items: z.array(z.object({ gateway: z.string(), matchkey: z.string(), total: z.number() })),
});
const alertsSchema = z.object({
  items: z.array(z.object({ subject: z.object({ gateway: z.string() }), state: z.string(), count: z.number() })),
});

async function tunnelsOf(running: ServeProcess) {
  const { items } = tunnelsSchema.parse(await running.get('tunnels'));
  return items.map(({ gateway, matchkey, total }) => `${gateway} ${matchkey} ${String(total)}`).sort();
}

/** What is shown follows what is stored. */
async function untilTunnels(running: ServeProcess, tunnels: readonly string[]): Promise<void> {
  await eventually(
    `the tunnels ${tunnels.join(', ')}`,
    async () => String(await tunnelsOf(running)) === String(tunnels),
  );
}

async function alertsOf(running: ServeProcess) {
  const { items } = alertsSchema.parse(await running.get('alerts'));
  return items
    .flatMap(({ subject, state, count }) => (state === 'normal' ? [] : [`${subject.gateway} ${String(count)}`]))
    .sort();
}

describe('a gateway that has logged under two names', PATIENT, () => {
  it('[STORE-10] is one after a restart with an alias, and two again without it', async () => {
    server = await ServeProcess.start({
      content: `${[line('old-fw', 1), line('gw1', 2), line('gw1', 3)].join('\n')}\n`,
    });
    const { directory } = server;
    const settings = join(directory, 'tunnelwatch.yaml');
    await server.untilCount(3);
    await untilTunnels(server, ['gw1 tunnel-a 2', 'old-fw tunnel-a 1']);
    await server.end();

    writeFileSync(settings, 'aliases: { OLD-FW: gw1 }\n');
    server = await ServeProcess.start({ directory });
    await untilTunnels(server, ['gw1 tunnel-a 3']);
    expect(await server.count('gateway=gw1')).toBe(3);
    server.append(line('old-fw', 4), line('gw1', 5));
    await server.untilCount(5);
    await untilTunnels(server, ['gw1 tunnel-a 5']);
    expect(await server.count('gateway=gw1&matchkey=tunnel-a')).toBe(5);
    expect(await server.count('gateway=old-fw')).toBe(0);
    expect((await server.fetch('api/v1/gateways/old-fw')).status).toBe(404);
    const exported = await (await server.fetch('api/v1/events/export?format=csv&gateway=gw1')).text();
    expect(exported.trim().split('\n')).toHaveLength(6);
    await server.end();
    expect(checkStore(server.data, () => undefined).findings).toEqual([]);

    writeFileSync(settings, 'aliases: {}\n');
    server = await ServeProcess.start({ directory });
    await untilTunnels(server, ['gw1 tunnel-a 4', 'old-fw tunnel-a 1']);
    server.append(line('old-fw', 6));
    await server.untilCount(6);
    await untilTunnels(server, ['gw1 tunnel-a 4', 'old-fw tunnel-a 2']);
  });

  it('[ALM-26] has one open alert for what was raised on both names, and nothing is raised again', async () => {
    const options = { content: `${critical('old-fw')}\n${critical('gw1')}\n` };
    server = await ServeProcess.start(options);
    const { directory } = server;
    const running = server;
    await eventually('two alerts', async () => String(await alertsOf(running)) === 'gw1 1,old-fw 1');
    await server.end();

    writeFileSync(join(directory, 'tunnelwatch.yaml'), 'aliases: { old-fw: gw1 }\n');
    server = await ServeProcess.start({ directory });
    const again = server;
    await eventually('one alert', async () => String(await alertsOf(again)) === 'gw1 2');
    server.append(critical('old-fw'), critical('gw1'));
    await eventually('one alert of four events', async () => String(await alertsOf(again)) === 'gw1 4');
    await server.end();
    server = await ServeProcess.start({ directory });
    expect(await alertsOf(server)).toEqual(['gw1 4']);
    expect(checkStore(server.data, () => undefined).findings).toEqual([]);
  });
});
