import { once } from 'node:events';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Certificate, makeAuthority, makeCertificate } from '../../../support/certificates.js';
import { linesOf } from '../../../support/follower.js';
import { freePort } from '../../../support/free-port.js';
import { lacks } from '../../../support/programs.js';
import { eventually, type ServeProcess } from '../../../support/serve-process.js';
import { sendDatagrams, SyslogClient } from '../../../support/syslog-client.js';
import { listenerOf, sourceOf, startSyslogServer, untilListener } from '../../../support/syslog-server.js';

// A server takes long to start: tests share one where they need no limits of their own, each with a listener of its own,
// whose setting names the gateway by which its events are counted.
const clients: SyslogClient[] = [];
let folder = '';
let server: ServeProcess;

afterEach(() => Promise.all(clients.splice(0).map((client) => client.break())));

async function start(
  sources: readonly Readonly<Record<string, unknown>>[],
  syslog: Record<string, number> = {},
): Promise<void> {
  folder = mkdtempSync(join(tmpdir(), 'tunnelwatch-limits-'));
  server = await startSyslogServer({ directory: join(folder, 'server'), sources, syslog });
}

async function remove(): Promise<void> {
  await server.remove();
  rmSync(folder, { recursive: true });
}

async function connect(...words: Parameters<typeof SyslogClient.connect>): Promise<SyslogClient> {
  const client = await SyslogClient.connect(...words);
  clients.push(client);
  return client;
}

const NAMES = ['allowed', 'families', 'named', 'open', 'long', 'certified', 'taken', 'later'] as const;

const urlOf = (protocol: 'udp' | 'tcp' | 'tls', port: number) => `${protocol}://127.0.0.1:${String(port)}`;

const untilCountOf = (gateway: string, events: number) =>
  eventually(`${String(events)} events of ${gateway}`, async () => {
    return (await server.count(`gateway=${gateway}`)) === events;
  });

const untilSourceSays = (url: string, text: string) =>
  eventually(text, async () => JSON.stringify(await sourceOf(server, url)).includes(text));

describe.skipIf(lacks('openssl'))('a server with many listeners', () => {
  let keys: Record<'authority' | 'stranger' | 'own' | 'other', Certificate>;
  let ports: Record<(typeof NAMES)[number], number>;
  let keyFolder = '';
  let taken: Server;

  beforeAll(async () => {
    keyFolder = mkdtempSync(join(tmpdir(), 'tunnelwatch-keys-'));
    const [authority, stranger] = [makeAuthority(keyFolder, 'authority'), makeAuthority(keyFolder, 'stranger')];
    const own = makeCertificate(keyFolder, 'localhost', authority);
    keys = { authority, stranger, own, other: makeCertificate(keyFolder, 'other', authority) };
    ports = { allowed: 0, families: 0, named: 0, open: 0, long: 0, certified: 0, taken: 0, later: 0 };
    for (const name of NAMES) ports[name] = await freePort();
    taken = createServer().listen(ports.taken, '127.0.0.1');
    await once(taken, 'listening');
    const allow = ['127.0.0.2', '2001:db8::/32'];
    await start([
      { listen: tcp('allowed'), gateway: 'allowed', allow },
      { listen: udp('allowed'), gateway: 'allowed', allow },
      { listen: `tcp://[::]:${String(ports.families)}`, allow: ['127.0.0.0/8'] },
      { listen: udp('named'), gateway: 'gw9' },
      { listen: `tcp://0.0.0.0:${String(ports.open)}`, gateway: 'open' },
      { listen: tcp('long'), gateway: 'long' },
      { listen: tls('certified'), gateway: 'certified', ...own, clientCa: authority.certificate },
      { listen: tcp('taken'), gateway: 'taken' },
      { listen: udp('taken'), gateway: 'beside' },
      { listen: tls('later'), gateway: 'later', certificate: own.certificate, key: join(keyFolder, 'later.key') },
    ]);
  });

  afterAll(async () => {
    taken.close();
    await remove();
    rmSync(keyFolder, { recursive: true });
  });

  const tcp = (name: keyof typeof ports) => urlOf('tcp', ports[name]);
  const udp = (name: keyof typeof ports) => urlOf('udp', ports[name]);
  const tls = (name: keyof typeof ports) => urlOf('tls', ports[name]);

  // Both at once, and first: the longer a trouble lasts, the later is the next try.
  it('[TAIL-10] is degraded where a port is taken or a key is wrong, says so, and tries again, while the others go on', async () => {
    await sendDatagrams(ports.taken, linesOf(0, 9));
    await untilCountOf('beside', 10);
    const isTaken = `cannot listen on ${tcp('taken')}: port ${String(ports.taken)} is in use by another program`;
    await untilSourceSays(tcp('taken'), isTaken);
    expect(await sourceOf(server, tcp('taken'))).toMatchObject({ state: 'degraded' });
    expect(server.errors.split(isTaken)).toHaveLength(2);
    const key = join(keyFolder, 'later.key');
    await untilSourceSays(tls('later'), `cannot read the key ${key}: no such file; check the path`);
    taken.close();
    copyFileSync(keys.other.key, key);
    const isOther = `the key in ${key} does not match the certificate in ${keys.own.certificate}`;
    await untilSourceSays(tls('later'), isOther);
    copyFileSync(keys.own.key, key);
    await untilSourceSays(tcp('taken'), '"idle"');
    await (await connect(ports.taken)).lines(linesOf(10, 19));
    await untilCountOf('taken', 10);
    await untilSourceSays(tls('later'), '"idle"');
    await (await connect(ports.later, { authority: keys.authority })).lines(linesOf(0, 9));
    await untilCountOf('later', 10);
  });

  it('[TAIL-7] cuts a line above the limit, marks and counts it, in both framings, and the next one is intact', async () => {
    const [long = '', next = ''] = [`${linesOf(0, 0)[0] ?? ''} ${'x'.repeat(1_000_000)}`, linesOf(1, 1)[0]];
    await (await connect(ports.long)).write(`${long}\n${next}\n`);
    await untilCountOf('long', 2);
    const counted = await connect(ports.long);
    await counted.write(`${String(long.length + 5)} <134>${long}${String(next.length + 5)} <134>${next}`);
    await untilCountOf('long', 4);
    await untilSourceSays(tcp('long'), '"lines":4');
    expect(await sourceOf(server, tcp('long'))).toMatchObject({ counts: { lines: 4, events: 4, cut: 2 } });
    expect((await listenerOf(server, tcp('long'))).badFrames).toBe(0);
  });

  describe('[DEL-16] and its senders', () => {
    it('knows them by their plain address on a socket for both families, which names the gateway of lines without one', async () => {
      const client = await connect(ports.families);
      await client.lines(linesOf(0, 0));
      await untilCountOf('127.0.0.1', 1);
      expect(server.errors).not.toContain(String(ports.families));
    });

    it('covers them by the name that the setting gives', async () => {
      const named = '<134>1 2026-02-10T18:57:45Z gw7 EFW - - - IPSEC: id=278 matchkey=m';
      await sendDatagrams(ports.named, [...linesOf(0, 0), named]);
      await untilCountOf('gw9', 1);
      await untilCountOf('gw7', 1);
    });

    it('says in the log what to do where they are not named for an address that others reach', () => {
      const warnings = server.errors.split('\n').filter((line) => line.includes('allow:'));
      expect(warnings).toHaveLength(1);
      expect(warnings[0]).toContain(String(ports.open));
      expect(warnings[0]).toContain('accepts lines from any sender that can reach it: list the allowed senders');
    });

    it('refuses one with the wrong certificate, and counts it with the reason; one with the right one is heard', async () => {
      const { authority, stranger } = keys;
      const url = tls('certified');
      const wrong = await connect(ports.certified, { authority, own: makeCertificate(keyFolder, 'wrong', stranger) });
      await wrong.lines(linesOf(0, 9));
      await wrong.untilClosed();
      await untilListener(server, url, { refusedSenders: 1 });
      expect((await listenerOf(server, url)).lastRefusedSender).toMatch(/^127\.0\.0\.1 \(certificate: /);
      await (await connect(ports.certified, { authority })).untilClosed();
      await untilListener(server, url, { refusedSenders: 2, lastRefusedSender: '127.0.0.1 (no certificate)' });
      const plain = await connect(ports.certified);
      await plain.lines(linesOf(10, 19));
      await plain.untilClosed();
      await untilListener(server, url, { refusedSenders: 3, connections: 0 });
      expect((await listenerOf(server, url)).lastRefusedSender).toMatch(/^127\.0\.0\.1 \(TLS: /);
      const right = await connect(ports.certified, { authority, own: keys.other });
      await right.lines(linesOf(20, 29));
      await untilCountOf('certified', 10);
    });

    it('refuses and counts those that are not allowed, over connections and in datagrams; the others are heard', async () => {
      const refused = await connect(ports.allowed);
      await refused.untilClosed();
      await sendDatagrams(ports.allowed, linesOf(0, 2));
      await sendDatagrams(ports.allowed, linesOf(10, 11), '127.0.0.2');
      const heard = await connect(ports.allowed, undefined, '127.0.0.2');
      await heard.lines(linesOf(12, 14));
      await untilCountOf('allowed', 5);
      await untilListener(server, udp('allowed'), { refusedSenders: 3, lastRefusedSender: '127.0.0.1' });
      const overTcp = { refusedSenders: 1, lastRefusedSender: '127.0.0.1', connections: 1 };
      await untilListener(server, tcp('allowed'), overTcp);
      // It holds across a restart.
      await server.end();
      const directory = join(folder, 'server');
      server = await startSyslogServer({ directory, sources: [{ listen: udp('allowed') }] });
      await untilListener(server, udp('allowed'), { refusedSenders: 3 });
    });
  });
});

describe('[DEL-18] connections where a line must be complete within a second', () => {
  let ports: number[] = [];
  const url = (at: number) => urlOf('tcp', ports[at] ?? 0);

  beforeAll(async () => {
    ports = [await freePort(), await freePort()];
    const sources = [
      { listen: url(0), gateway: 'silent' },
      { listen: url(1), gateway: 'slow' },
    ];
    await start(sources, { lineSeconds: 1 });
  });

  afterAll(remove);

  it('are held though they say nothing, a thousand of one sender, beside one that speaks', async () => {
    await Promise.all(Array.from({ length: 1000 }, () => connect(ports[0] ?? 0)));
    const sender = await connect(ports[0] ?? 0);
    await sender.lines(linesOf(0, 99));
    await untilCountOf('silent', 100);
    await untilListener(server, url(0), { connections: 1001, refusedConnections: 0 });
  });

  it('are ended when a line is not completed in time; what came of it is kept as a line', async () => {
    const client = await connect(ports[1] ?? 0);
    await client.lines(linesOf(0, 0));
    await client.write(linesOf(1, 1)[0] ?? '');
    await client.untilClosed();
    await untilCountOf('slow', 2);
    await untilListener(server, url(1), { connections: 0, refusedConnections: 1, badFrames: 0 });
  });
});

describe('[DEL-18] connections', () => {
  let port = 0;
  const url = () => urlOf('tcp', port);

  beforeAll(async () => {
    port = await freePort();
  });

  afterEach(remove);

  it('are ended when no line comes for the time that is set', async () => {
    await start([{ listen: url() }], { idleSeconds: 1 });
    const client = await connect(port);
    await client.lines(linesOf(0, 0));
    await client.untilClosed();
    await untilListener(server, url(), { connections: 0, refusedConnections: 1 });
    expect(await server.count()).toBe(1);
  });
});
