import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect as connectTcp, type Socket } from 'node:net';
import { join } from 'node:path';
import { connect as connectTls, type SecureVersion } from 'node:tls';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Certificate, makeAuthority, makeCertificate } from '../../../support/certificates.js';
import { linesOf } from '../../../support/follower.js';
import { freePort } from '../../../support/free-port.js';
import { eventually, type ServeProcess } from '../../../support/serve-process.js';
import { type Sender, startRsyslog } from '../../../support/syslog-senders.js';
import { numbers, startSyslogServer, storedNumbers, untilListener } from '../../../support/syslog-server.js';
import { tempFolders } from '../../../support/temp-folder.js';

const tempFolder = tempFolders();
let folder = '';
let port = 0;
let authority: Certificate;
let server: ServeProcess | undefined;
let sender: Sender | undefined;
let stream: NodeJS.Timeout | undefined;

beforeEach(async () => {
  folder = tempFolder();
  port = await freePort();
  authority = makeAuthority(folder, 'authority');
  makeCertificate(folder, 'localhost', authority);
});

afterEach(async () => {
  clearInterval(stream);
  await sender?.end('SIGKILL');
  await server?.remove();
  sender = undefined;
  server = undefined;
});

const url = (protocol: 'tcp' | 'tls' = 'tls'): string => `${protocol}://127.0.0.1:${String(port)}`;

async function start(protocol: 'tcp' | 'tls' = 'tls'): Promise<ServeProcess> {
  const own = { certificate: join(folder, 'localhost.pem'), key: join(folder, 'localhost.key') };
  server = await startSyslogServer({
    directory: join(folder, 'server'),
    sources: [{ listen: url(protocol), ...(protocol === 'tls' ? own : {}) }],
  });
  return server;
}

describe.each(['newline', 'octet-counted'] as const)('the real rsyslog over TLS', { timeout: 150_000 }, (framing) => {
  it(`[DEL-14] [DEL-17] loses nothing when the server is stopped in order while lines flow, framed by ${framing}`, async () => {
    let running = await start();
    const forwarding = { folder: join(folder, 'sender'), port, transport: 'tls', framing, authority } as const;
    const started = startRsyslog(forwarding);
    sender = started;
    let sent = 0;
    for (let stop = 0; stop < 3; stop++) {
      const before = await running.count();
      stream = setInterval(() => {
        started.send(linesOf(sent, sent + 29));
        sent += 30;
      }, 20);
      await eventually('lines of this round', async () => (await running.count()) >= before + 500);
      expect(await running.end('SIGTERM')).toBe(0);
      clearInterval(stream);
      running = await start();
    }
    await running.untilCount(sent);
    await running.end();
    expect((await storedNumbers(running.data)).sort((a, b) => a - b)).toEqual(numbers(0, sent - 1));
  });
});

describe.each(['tcp', 'tls'] as const)('a sender over %s that never looks at its connection', (protocol) => {
  it('[DEL-14] [DEL-17] hears of the end before it writes again, and loses nothing, whether lines flow or not', async () => {
    for (const pauseMs of [500, 5000]) {
      const running = await start(protocol);
      const before = await running.count();
      const carrier = connectTcp({ port, host: '127.0.0.1', allowHalfOpen: true, noDelay: true });
      await once(carrier, 'connect');
      let socket: Socket = carrier;
      if (protocol === 'tls') {
        const ca = readFileSync(authority.certificate);
        socket = connectTls({ socket: carrier, host: 'localhost', ca });
        await once(socket, 'secureConnect');
      }
      const broken = new Promise((resolve) => {
        for (const each of [carrier, socket]) each.on('error', resolve).on('close', resolve);
        // The end is read, and nothing is done about it.
        socket.resume();
      });
      // What a write fails for is known to the sender, and sent again.
      let written = 0;
      let sent = 0;
      const send = () => {
        socket.write(`${linesOf(before + sent, before + sent + 9).join('\n')}\n`, (error) => {
          if (error == null) written += 10;
        });
        sent += 10;
      };
      send();
      stream = setInterval(send, pauseMs);
      void broken.then(() => {
        clearInterval(stream);
      });
      await running.untilCount(before + 10);
      expect(await running.end('SIGTERM')).toBe(0);
      await broken;
      clearInterval(stream);
      expect((await storedNumbers(running.data)).length).toBe(before + written);
    }
  });
});

describe('a sender that never reads', () => {
  it.each(['TLSv1.2', 'TLSv1.3'] satisfies SecureVersion[])(
    '[DEL-20] finds nothing but the end in its socket, over %s',
    async (version) => {
      const running = await start();
      const carrier = connectTcp({ port, host: '127.0.0.1' });
      const ca = readFileSync(authority.certificate);
      const socket = connectTls({ socket: carrier, host: 'localhost', ca, minVersion: version, maxVersion: version });
      await once(socket, 'secureConnect');
      // Of TLS 1.3 what the server sends behind the handshake would come now; of TLS 1.2 it is a part of the handshake.
      const { bytesRead } = carrier;
      socket.write(`${linesOf(0, 0).join('')}\n`);
      await running.untilCount(1);
      await untilListener(running, url(), { connections: 1 });
      expect(carrier.bytesRead).toBe(bytesRead);
      const closed = once(carrier, 'close');
      const code = running.end('SIGTERM');
      socket.resume();
      await closed;
      expect(carrier.bytesRead).toBe(bytesRead);
      expect(await code).toBe(0);
    },
  );
});

describe('[DEL-19] a connection whose handshake has not begun when the server is stopped in order', () => {
  it('is read, and its lines are stored', async () => {
    const running = await start();
    const carrier = connectTcp({ port, host: '127.0.0.1' });
    await once(carrier, 'connect');
    await untilListener(running, url(), { connections: 1 });
    const code = running.end('SIGTERM');
    const socket = connectTls({ socket: carrier, host: 'localhost', ca: readFileSync(authority.certificate) });
    socket.on('error', () => undefined);
    await once(socket, 'secureConnect');
    socket.end(`${linesOf(0, 0).join('')}\n`);
    expect(await code).toBe(0);
    expect(await storedNumbers(running.data)).toEqual([0]);
  });
});
