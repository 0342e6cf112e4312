import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { eventually, ServeProcess } from '../../support/serve-process.js';

const LINES = 300;
/** Less than what a WebSocket library waits for the answer to its farewell (30 s), and far more than a stop needs. */
const PATIENCE_MS = 20_000;

let server: ServeProcess;
let sockets: Socket[] = [];

beforeEach(async () => {
  const line = (nr: number) =>
    `[2026-02-10 11:00:00] EFW: IPSEC: prio=2 id=278 matchkey=${String(nr)} x=${'y'.repeat(900)}`;
  server = await ServeProcess.start({ content: Array.from({ length: LINES }, (_, nr) => `${line(nr)}\n`).join('') });
  await server.untilCount(LINES);
});

afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  sockets = [];
  await server.remove();
});

async function connected(): Promise<Socket> {
  const socket = connect({ host: '127.0.0.1', port: server.port });
  // The server cuts it at the end: that is the point.
  socket.on('error', () => undefined);
  sockets.push(socket);
  await once(socket, 'connect');
  return socket;
}

/** A text frame as a client sends it, masked (RFC 6455 section 5.2), of up to 125 bytes. */
function frame(text: string): Buffer {
  const payload = Buffer.from(text);
  if (payload.length > 125) throw new Error('too long for a short frame');
  const mask = randomBytes(4);
  const masked = payload.map((byte, at) => byte ^ (mask[at % 4] ?? 0));
  return Buffer.concat([Buffer.from([0x81, 0x80 | payload.length]), mask, masked]);
}

/** Speaks just enough of the live protocol to be told things, and from then on neither reads nor answers. */
async function deafViewer(): Promise<Socket> {
  const socket = await connected();
  const key = randomBytes(16).toString('base64');
  const headers = [
    'Upgrade: websocket',
    'Connection: Upgrade',
    `Sec-WebSocket-Key: ${key}`,
    'Sec-WebSocket-Version: 13',
  ];
  const path = '/socket.io/?EIO=4&transport=websocket';
  socket.write(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${String(server.port)}\r\n${headers.join('\r\n')}\r\n\r\n`);
  let heard = '';
  socket.on('data', (bytes) => (heard += bytes.toString('latin1')));
  await eventually('the upgrade', () => heard.includes('101 Switching Protocols') && heard.includes('"sid"'));
  socket.write(frame('40'));
  await eventually('the welcome', () => heard.includes('40{"sid"'));
  socket.pause();
  // Far more than the buffers of both systems take.
  for (let time = 0; time < 200; time += 1) {
    socket.write(frame('42["subscribe",{"view":{"view":"events"}}]'));
    socket.write(frame('42["unsubscribe",{"view":"events"}]'));
  }
  return socket;
}

it(
  'a stop does not wait for clients that neither read nor answer',
  async () => {
    await connected();
    (await connected()).write('GET / HTTP/1.1\r\nHost: 127');
    for (let viewer = 0; viewer < 3; viewer += 1) await deafViewer();
    expect(await server.end('SIGTERM')).toBe(0);
    // The lines of this test name no gateway, which is worth a warning.
    expect(server.errors.replace(/^.*"alert":"(?:gateways|times)-unknown".*\n/gm, '')).toBe('');
    const again = await ServeProcess.start({ directory: server.directory });
    try {
      await again.untilCount(LINES);
    } finally {
      await again.end('SIGKILL');
    }
  },
  PATIENCE_MS,
);
