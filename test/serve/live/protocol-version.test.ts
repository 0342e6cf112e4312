import { OTHER_PROTOCOL, PROTOCOL_VERSION } from '@tunnelwatch/shared/protocol';
import { io } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ServeProcess } from '../../support/serve-process.js';

let server: ServeProcess;

beforeAll(async () => {
  server = await ServeProcess.start();
});

afterAll(() => server.remove());

/** How a handshake that says this ends: connected, or the reason of the refusal. */
function handshake(auth: Record<string, unknown>): Promise<string> {
  const socket = io(new URL(server.url).origin, {
    auth,
    transports: ['websocket'],
    reconnection: false,
    forceNew: true,
  });
  return new Promise<string>((resolve) => {
    socket.on('connect', () => resolve('connected'));
    socket.on('connect_error', ({ message }) => resolve(message));
  }).finally(() => socket.disconnect());
}

describe('the version of the protocol', () => {
  it('[LIVE-9] is that of the page, or the handshake is refused', async () => {
    expect(await handshake({ protocol: PROTOCOL_VERSION })).toBe('connected');
    expect(await handshake({ protocol: PROTOCOL_VERSION + 1 })).toBe(OTHER_PROTOCOL);
    expect(await handshake({ protocol: PROTOCOL_VERSION - 1 })).toBe(OTHER_PROTOCOL);
  });

  it('[LIVE-9] may be left out by a client that is no page, and what is no version counts as left out', async () => {
    expect(await handshake({})).toBe('connected');
    expect(await handshake({ protocol: 'new' })).toBe('connected');
  });
});
