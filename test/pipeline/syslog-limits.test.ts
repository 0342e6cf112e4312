import { createServer } from 'node:net';
import { once } from 'node:events';
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeAuthority, makeCertificate } from '../support/certificates.js';
import { linesOf } from '../support/follower.js';
import { freePort } from '../support/free-port.js';
import { eventually, type ServeProcess } from '../support/serve-process.js';
import { sendDatagrams, SyslogClient } from '../support/syslog-client.js';
import { listenerOf, sourceOf, startSyslogServer, untilListener } from '../support/syslog-server.js';
import { tempFolders } from '../support/temp-folder.js';

const tempFolder = tempFolders();
let folder = '';
let port = 0;
let server: ServeProcess | undefined;
const clients: SyslogClient[] = [];

beforeEach(async () => {
  folder = tempFolder();
  port = await freePort();
});

afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.break()));
  await server?.remove();
  server = undefined;
});

async function start(source: Record<string, unknown>, syslog: Record<string, number> = {}): Promise<ServeProcess> {
  server = await startSyslogServer({ directory: join(folder, 'server'), sources: [source], syslog });
  return server;
}

async function connect(...words: Parameters<typeof SyslogClient.connect>): Promise<SyslogClient> {
  const client = await SyslogClient.connect(...words);
  clients.push(client);
  return client;
}

const tcp = () => `tcp://127.0.0.1:${String(port)}`;
const udp = () => `udp://127.0.0.1:${String(port)}`;

describe('[DEL-16] senders', () => {
  it('that are not allowed are refused and counted, over connections and in datagrams; the others are heard', async () => {
    server = await startSyslogServer({
      directory: join(folder, 'server'),
      sources: [tcp(), udp()].map((listen) => ({ listen, allow: ['127.0.0.2', '2001:db8::/32'] })),
    });
    const refused = await connect(port);
    await refused.untilClosed();
    await sendDatagrams(port, linesOf(0, 2));
    await sendDatagrams(port, linesOf(10, 11), '127.0.0.2');
    const heard = await connect(port, undefined, '127.0.0.2');
    await heard.lines(linesOf(12, 14));
    await server.untilCount(5);
    await untilListener(server, udp(), { refusedSenders: 3, lastRefusedSender: '127.0.0.1' });
    await untilListener(server, tcp(), { refusedSenders: 1, lastRefusedSender: '127.0.0.1', connections: 1 });
    // It holds across a restart.
    await server.end();
    server = await startSyslogServer({ directory: join(folder, 'server'), sources: [{ listen: udp() }] });
    await untilListener(server, udp(), { refusedSenders: 3 });
  });

  it('are known by their plain address on a socket for both families, and name the gateway of lines without one', async () => {
    const running = await start({ listen: `tcp://[::]:${String(port)}`, allow: ['127.0.0.0/8'] });
    const client = await connect(port);
    await client.lines(linesOf(0, 0));
    await running.untilCount(1);
    expect(await running.count('gateway=127.0.0.1')).toBe(1);
    expect(running.errors).toBe('');
  });

  it('are covered by the name that the setting gives', async () => {
    const running = await start({ listen: udp(), gateway: 'gw9' });
    await sendDatagrams(port, [...linesOf(0, 0), '<134>1 2026-02-10T18:57:45Z gw7 EFW - - - IPSEC: id=278 matchkey=m']);
    await running.untilCount(2);
    expect([await running.count('gateway=gw9'), await running.count('gateway=gw7')]).toEqual([1, 1]);
  });

  it('are not named for an address that others reach: the log says what to do', async () => {
    const running = await start({ listen: `tcp://0.0.0.0:${String(port)}` });
    const warnings = running.errors.split('\n').filter((line) => line.includes('allow:'));
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain('takes lines from anybody who can reach it: name the senders');
  });
});

describe('[DEL-16] connections that say nothing', () => {
  it('a thousand of them keep nobody out', async () => {
    const running = await start({ listen: tcp() });
    await Promise.all(Array.from({ length: 1000 }, () => connect(port)));
    const sender = await connect(port);
    await sender.lines(linesOf(0, 99));
    await running.untilCount(100);
    await untilListener(running, tcp(), { connections: 64, refusedConnections: 1001 - 64 });
    await sender.lines(linesOf(100, 199));
    await running.untilCount(200);
  });

  it('a thousand of them are held where the limit allows it, beside one that speaks', async () => {
    const running = await start({ listen: tcp() }, { maxConnectionsPerSender: 2000 });
    await Promise.all(Array.from({ length: 1000 }, () => connect(port)));
    const sender = await connect(port);
    await sender.lines(linesOf(0, 99));
    await running.untilCount(100);
    await untilListener(running, tcp(), { connections: 1001, refusedConnections: 0 });
  });

  it('a new one is refused when all that are open have spoken', async () => {
    const running = await start({ listen: tcp() }, { maxConnections: 2 });
    for (const first of [0, 10]) await (await connect(port)).lines(linesOf(first, first + 9));
    await running.untilCount(20);
    await (await connect(port)).untilClosed();
    await untilListener(running, tcp(), { connections: 2, refusedConnections: 1 });
  });

  it('are ended when no line comes for the time that is set', async () => {
    const running = await start({ listen: tcp() }, { idleSeconds: 1 });
    const client = await connect(port);
    await client.lines(linesOf(0, 0));
    await client.untilClosed();
    await untilListener(running, tcp(), { connections: 0, refusedConnections: 1 });
    expect(await running.count()).toBe(1);
  });

  it('are ended when a line is not completed in time; what came of it is kept as a line', async () => {
    const running = await start({ listen: tcp() }, { lineSeconds: 1 });
    const client = await connect(port);
    await client.lines(linesOf(0, 0));
    await client.write(linesOf(1, 1)[0] ?? '');
    await client.untilClosed();
    await running.untilCount(2);
    await untilListener(running, tcp(), { connections: 0, refusedConnections: 1, badFrames: 0 });
  });
});

describe('a line above the limit', () => {
  it('[TAIL-7] is cut, marked and counted, in both framings, and the next one is intact', async () => {
    const running = await start({ listen: tcp() });
    const [long = '', next = ''] = [`${linesOf(0, 0)[0] ?? ''} ${'x'.repeat(1_000_000)}`, linesOf(1, 1)[0]];
    const client = await connect(port);
    await client.write(
      `${long}\n${next}\n${String(long.length + 5)} <134>${long}${String(next.length + 5)} <134>${next}`,
    );
    await running.untilCount(4);
    await eventually('it is told', async () => JSON.stringify(await sourceOf(running, tcp())).includes('"cut":2'));
    expect(await sourceOf(running, tcp())).toMatchObject({ counts: { lines: 4, events: 4, cut: 2 } });
    expect((await listenerOf(running, tcp())).badFrames).toBe(0);
  });
});

describe('[DEL-16] a sender with the wrong certificate', () => {
  it('is refused, and counted with the reason; one with the right one is heard', async () => {
    const authority = makeAuthority(folder, 'authority');
    const stranger = makeAuthority(folder, 'stranger');
    const url = `tls://127.0.0.1:${String(port)}`;
    const own = makeCertificate(folder, 'localhost', authority);
    const running = await start({ listen: url, ...own, clientCa: authority.certificate });
    const wrong = await connect(port, { authority, own: makeCertificate(folder, 'wrong', stranger) });
    await wrong.lines(linesOf(0, 9));
    await wrong.untilClosed();
    await untilListener(running, url, { refusedSenders: 1 });
    expect((await listenerOf(running, url)).lastRefusedSender).toMatch(/^127\.0\.0\.1 \(certificate: /);
    await (await connect(port, { authority })).untilClosed();
    await untilListener(running, url, { refusedSenders: 2, lastRefusedSender: '127.0.0.1 (no certificate)' });
    const plain = await connect(port);
    await plain.lines(linesOf(10, 19));
    await plain.untilClosed();
    await untilListener(running, url, { refusedSenders: 3, connections: 0 });
    expect((await listenerOf(running, url)).lastRefusedSender).toMatch(/^127\.0\.0\.1 \(TLS: /);
    const right = await connect(port, { authority, own: makeCertificate(folder, 'right', authority) });
    await right.lines(linesOf(20, 29));
    await running.untilCount(10);
  });
});

describe('a listener in trouble', () => {
  it('[TAIL-10] is degraded with the remedy and tried again, while the others go on: the port is taken', async () => {
    const taken = createServer().listen(port, '127.0.0.1');
    await once(taken, 'listening');
    server = await startSyslogServer({
      directory: join(folder, 'server'),
      sources: [tcp(), udp()].map((listen) => ({ listen })),
    });
    const running = server;
    await sendDatagrams(port, linesOf(0, 9));
    await running.untilCount(10);
    const reason = `cannot listen on ${tcp()}: another program uses port ${String(port)}`;
    await eventually('it is degraded', async () => JSON.stringify(await sourceOf(running, tcp())).includes(reason));
    expect(await sourceOf(running, tcp())).toMatchObject({ state: 'degraded' });
    expect(running.errors.split(reason)).toHaveLength(2);
    taken.close();
    await eventually('it listens', async () => JSON.stringify(await sourceOf(running, tcp())).includes('"idle"'));
    await (await connect(port)).lines(linesOf(10, 19));
    await running.untilCount(20);
  });

  it('[TAIL-10] says which certificate or key is wrong, and goes on once it is there', async () => {
    const authority = makeAuthority(folder, 'authority');
    const own = makeCertificate(folder, 'localhost', authority);
    const other = makeCertificate(folder, 'other', authority);
    const url = `tls://127.0.0.1:${String(port)}`;
    const key = join(folder, 'later.key');
    const running = await start({ listen: url, certificate: own.certificate, key });
    const says = (text: string) =>
      eventually(text, async () => JSON.stringify(await sourceOf(running, url)).includes(text));
    await says(`cannot read the key ${key}: there is no such file; check the path`);
    copyFileSync(other.key, key);
    await says(`the key in ${key} does not belong to the certificate in ${own.certificate}`);
    copyFileSync(own.key, key);
    await says('"idle"');
    await (await connect(port, { authority })).lines(linesOf(0, 9));
    await running.untilCount(10);
  });
});
