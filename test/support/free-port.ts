import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';

/** Ports below the range that the system hands out by itself, so that nobody takes one between its choice and its use. */
const FIRST_PORT = 20_000;
const PORTS = 10_000;

/** A port on which nobody listens, over TCP or UDP. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = FIRST_PORT + Math.floor(Math.random() * PORTS);
    if ((await isFreeForTcp(port)) && (await isFreeForUdp(port))) return port;
  }
}

async function isFreeForTcp(port: number): Promise<boolean> {
  const server = createServer();
  const isFree = await settled(server, () => server.listen(port, '0.0.0.0'));
  if (isFree) await new Promise((resolve) => server.close(resolve));
  return isFree;
}

async function isFreeForUdp(port: number): Promise<boolean> {
  const socket = createSocket('udp4');
  const isFree = await settled(socket, () => socket.bind(port, '0.0.0.0'));
  socket.close();
  return isFree;
}

async function settled(emitter: NodeJS.EventEmitter, listen: () => unknown): Promise<boolean> {
  const isListening = once(emitter, 'listening').then(
    () => true,
    () => false,
  );
  listen();
  return isListening;
}
