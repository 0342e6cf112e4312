import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { connectToServers } from '@tunnelwatch/server/cluster/stream/server-connection';
import { findProgram } from '../../scripts/programs.mjs';
import { makeAuthority, makeCertificate } from '../support/certificates.js';
import { documentedBlock } from '../support/documented-block.js';
import { freePort } from '../support/free-port.js';
import { openedStreams } from '../support/input-streams.js';
import { startProcess } from '../support/processes.js';
import { lacks } from '../support/programs.js';
import { streamSettings } from '../support/stream-settings.js';
import { eventually } from '../support/serve-process.js';

/** A server that refuses a certificate closes the connection at once, and what it says of it may not arrive any more. */
const REFUSED = /certificate|alert|ECONNRESET/;

const ends: (() => void)[] = [];
let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tunnelwatch-documented-'));
});

afterEach(() => {
  for (const end of ends.splice(0)) end();
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe.skipIf(lacks('nats-server', 'openssl'))(
  '[CLU-10] NATS servers with the configuration of docs/cluster.md',
  () => {
    const opened = openedStreams();

    it('take a stream of those with a certificate of the authority, and refuse all others', async () => {
      const file = findProgram('nats-server') ?? '';
      const version = spawnSync(file, ['--version'], { encoding: 'utf8' }).stdout;
      const isOld = /v2\.[0-9]\./.test(version);
      const authority = makeAuthority(folder, 'authority');
      const stranger = makeAuthority(folder, 'stranger');
      const server = makeCertificate(folder, 'localhost', authority);
      const member = makeCertificate(folder, 'member', authority);
      const other = makeCertificate(folder, 'other', stranger);
      const names = ['nats-1', 'nats-2', 'nats-3'];
      const ports: { client: number; route: number }[] = [];
      for (const _name of names) ports.push({ client: await freePort(), route: await freePort() });
      for (const [index, name] of names.entries()) {
        const own = join(folder, name);
        mkdirSync(own);
        let configuration = documentedBlock('docs/cluster.md', 'nats')
          .replace('server_name: nats-1', `server_name: ${name}`)
          .replace('0.0.0.0:4222', `127.0.0.1:${String(ports[index]?.client)}`)
          .replace('0.0.0.0:6222', `127.0.0.1:${String(ports[index]?.route)}`)
          .replace('/var/lib/nats', own)
          .replaceAll('/etc/nats/server.pem', server.certificate)
          .replaceAll('/etc/nats/server.key', server.key)
          .replaceAll('/etc/nats/ca.pem', authority.certificate);
        for (const [at, { route }] of ports.entries()) {
          configuration = configuration.replace(`192.0.2.${String(at + 1)}:6222`, `127.0.0.1:${String(route)}`);
        }
        // As the document says of older servers.
        if (isOld) configuration = configuration.replace(/^ *sync_interval: .*\n/m, '');
        writeFileSync(join(own, 'nats.conf'), configuration);
        const child = startProcess(file, ['-c', join(own, 'nats.conf')]);
        ends.push(() => child.kill('SIGKILL'));
      }
      const servers = ports.map(({ client }) => `tls://127.0.0.1:${String(client)}`);
      const keys = { ca: authority.certificate, certificate: member.certificate, key: member.key };
      const { stream } = await opened(streamSettings(servers, 'documented', { tls: keys }));
      expect(await stream.publish('input', Buffer.from('an input'), 'one')).toBe(1);
      for (const own of [{}, { certificate: other.certificate, key: other.key }]) {
        const giving = new AbortController();
        const reasons: string[] = [];
        const onWaiting = (reason: string) => {
          reasons.push(reason);
          giving.abort();
        };
        const tls = { ca: authority.certificate, ...own };
        await expect(connectToServers({ servers, tls }, onWaiting, giving.signal)).rejects.toThrow(/abort/i);
        expect(reasons).toEqual([expect.stringMatching(REFUSED)]);
      }
    });
  },
);

describe.skipIf(lacks('haproxy'))('[CLU-12] HAProxy with the configuration of docs/cluster.md', () => {
  /** What a node answers to HAProxy and to people. */
  async function standIn(name: string): Promise<{ port: number; server: Server; end: () => Promise<void> }> {
    const server = createServer((_request, response) => response.end(name));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    ends.push(() => server.close());
    const end = async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    };
    // A server that listens on TCP has an address with a port.
    return { port: (server.address() as AddressInfo).port, server, end };
  }

  it('answers from the nodes that are left, whichever has died', async () => {
    const nodes = [await standIn('noc-a'), await standIn('noc-b'), await standIn('noc-c')];
    const port = await freePort();
    const file = join(folder, 'haproxy.cfg');
    let configuration = documentedBlock('docs/cluster.md', 'haproxy').replace(
      ':443 ssl crt /etc/haproxy/noc.example.pem',
      `127.0.0.1:${String(port)}`,
    );
    for (const [at, node] of nodes.entries()) {
      configuration = configuration.replaceAll(`192.0.2.${String(at + 1)}:8080`, `127.0.0.1:${String(node.port)}`);
    }
    writeFileSync(file, configuration);
    const child = startProcess(findProgram('haproxy') ?? '', ['-f', file, '-db']);
    ends.push(() => child.kill('SIGKILL'));
    const ask = async () => {
      try {
        return await (await fetch(`http://127.0.0.1:${String(port)}/`)).text();
      } catch {
        return undefined;
      }
    };
    await eventually('an answer', async () => (await ask()) !== undefined);
    const names = ['noc-a', 'noc-b', 'noc-c'];
    for (const node of nodes.slice(0, 2)) {
      names.shift();
      await node.end();
      const answers: (string | undefined)[] = [];
      for (let asked = 0; asked < 12; asked++) answers.push(await ask());
      expect(answers.filter((answer) => answer === undefined || !names.includes(answer))).toEqual([]);
    }
  });
});
