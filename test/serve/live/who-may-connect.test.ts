import { request } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type LiveFixture, openLive } from './live-fixture.js';

let fixture: LiveFixture;
let port: number;

beforeEach(async () => {
  fixture = await openLive();
  ({ port } = fixture);
});

afterEach(() => fixture.close());

describe('who may connect', () => {
  const polling = (headers: Record<string, string>) =>
    new Promise<number | undefined>((resolve, reject) => {
      const path = '/tw/socket.io/?EIO=4&transport=polling';
      request({ host: '127.0.0.1', port, path, headers }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .on('error', reject)
        .end();
    });
  const websocket = (headers: Record<string, string>) =>
    new Promise<number | undefined>((resolve, reject) => {
      request({
        host: '127.0.0.1',
        port,
        path: '/tw/socket.io/?EIO=4&transport=websocket',
        headers: {
          Connection: 'Upgrade',
          Upgrade: 'websocket',
          'Sec-WebSocket-Version': '13',
          'Sec-WebSocket-Key': Buffer.from('0123456789abcdef').toString('base64'),
          ...headers,
        },
      })
        .on('upgrade', (_response, socket) => {
          socket.destroy();
          resolve(101);
        })
        .on('response', (response) => {
          response.resume();
          resolve(response.statusCode);
        })
        .on('error', reject)
        .end();
    });
  const own = () => ({ Host: `localhost:${String(port)}`, Origin: `http://localhost:${String(port)}` });

  it('is a page of ours, or a program', async () => {
    expect([await polling(own()), await websocket(own())]).toEqual([200, 101]);
    const { Host } = own();
    expect([await polling({ Host }), await websocket({ Host })]).toEqual([200, 101]);
  });

  it('is no page of another site', async () => {
    for (const Origin of [
      'http://example.com',
      'http://localhost:1',
      'null',
      `https://localhost.example.com:${String(port)}`,
    ]) {
      const headers = { ...own(), Origin };
      expect([Origin, await polling(headers), await websocket(headers)]).toEqual([Origin, 403, 400]);
    }
  });

  it('is nobody who calls us by a foreign name', async () => {
    const foreign = { Host: 'rebound.example', Origin: 'http://rebound.example' };
    expect([await polling(foreign), await websocket(foreign)]).toEqual([403, 400]);
    expect(await polling({ Host: 'rebound.example' })).toBe(403);
  });
});
