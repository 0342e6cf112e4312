import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Certificate, makeAuthority, makeCertificate } from '../../../support/certificates.js';
import { linesOf } from '../../../support/follower.js';
import { freePort } from '../../../support/free-port.js';
import { skipWithout } from '../../../support/programs.js';
import type { ServeProcess } from '../../../support/serve-process.js';
import { type Forwarding, type Sender, startRsyslog, startSyslogNg } from '../../../support/syslog-senders.js';
import { listenerOf, numbers, startSyslogServer, storedNumbers } from '../../../support/syslog-server.js';
import { tempFolders } from '../../../support/temp-folder.js';

const tempFolder = tempFolders();
let folder = '';
let port = 0;
let server: ServeProcess | undefined;
let sender: Sender | undefined;

beforeEach(async () => {
  folder = tempFolder();
  port = await freePort();
});

afterEach(async () => {
  await sender?.end('SIGKILL');
  await server?.remove();
  sender = undefined;
  server = undefined;
});

type Way = Pick<Forwarding, 'transport' | 'framing'>;

const WAYS: Way[] = [
  { transport: 'udp', framing: 'newline' },
  { transport: 'tcp', framing: 'newline' },
  { transport: 'tcp', framing: 'octet-counted' },
  { transport: 'tls', framing: 'newline' },
  { transport: 'tls', framing: 'octet-counted' },
];

interface Pki {
  authority: Certificate;
  own: Certificate;
}

/** Starts a server that listens on one port, with certificates where they are needed. */
async function listen(transport: Way['transport']): Promise<{ url: string; pki: Pki | undefined }> {
  const url = `${transport}://127.0.0.1:${String(port)}`;
  const authority = transport === 'tls' ? makeAuthority(folder, 'authority') : undefined;
  const certificates = authority === undefined ? {} : serverKeys(authority);
  server = await startSyslogServer({ directory: join(folder, 'server'), sources: [{ listen: url, ...certificates }] });
  const pki = authority === undefined ? undefined : { authority, own: makeCertificate(folder, 'sender', authority) };
  return { url, pki };
}

function serverKeys(authority: Certificate) {
  return { ...makeCertificate(folder, 'localhost', authority), clientCa: authority.certificate };
}

describe.each([
  ['rsyslog', startRsyslog],
  ['syslog-ng', startSyslogNg],
] as const)('the real %s', (_name, start) => {
  it.each(WAYS)('[DEL-6] [DEL-17] over $transport, framed by $framing: every line arrives once', async (way) => {
    const { url, pki } = await listen(way.transport);
    sender = start({ folder: join(folder, 'sender'), port, ...way, ...pki });
    // Bursts of datagrams could be lost where nobody notices.
    const burst = way.transport === 'udp' ? 50 : 1000;
    for (let first = 0; first < burst * 4; first += burst) {
      sender.send(linesOf(first, first + burst - 1));
      await server?.untilCount(first + burst);
    }
    if (server === undefined) throw new Error('the server is gone');
    const { badFrames, repeated, connections } = await listenerOf(server, url);
    expect({ badFrames, repeated }).toEqual({ badFrames: 0, repeated: 0 });
    expect(connections <= 1).toBe(true);
    await server.end();
    expect((await storedNumbers(server.data)).sort((a, b) => a - b)).toEqual(numbers(0, burst * 4 - 1));
  });
});

describe('the real logger', () => {
  it.each([
    ['udp', []],
    ['udp', ['--octet-count']],
    ['tcp', []],
    ['tcp', ['--octet-count']],
    ['tcp', ['--rfc3164']],
    ['udp', ['--rfc3164']],
  ] as const)('over %s with %j: every line arrives once', async (transport, words) => {
    skipWithout('logger');
    await listen(transport);
    const flags = [transport === 'udp' ? '--udp' : '--tcp', '--server', '127.0.0.1', '--port', String(port), ...words];
    // One connection, or one after the other.
    execFileSync('logger', flags, { input: `${linesOf(0, 19).join('\n')}\n` });
    await server?.untilCount(20);
    for (const line of linesOf(20, 24)) execFileSync('logger', [...flags, line]);
    await server?.untilCount(25);
    await server?.end();
    expect((await storedNumbers(server?.data ?? '')).sort((a, b) => a - b)).toEqual(numbers(0, 24));
  });
});
