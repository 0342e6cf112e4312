import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { OPEN_PRINCIPAL } from '@tunnelwatch/server/serve/people/principal';
import { type CarryOut, CommandDoor } from '@tunnelwatch/server/serve/commands/command-door';
import type { CommandResults } from '@tunnelwatch/shared/commands';
import { LimitWatch } from '@tunnelwatch/server/serve/limits/limit-watch';
import { LiveServer } from '@tunnelwatch/server/serve/live/live-server';
import { isLocalHost } from '@tunnelwatch/server/serve/origin';
import { sampleAlert } from '../../support/samples.js';
import { Stage } from './stage.js';

/** The socket border over a stage, on a free port; the store of alerts fails for number 13. */
export interface LiveFixture {
  stage: Stage;
  live: LiveServer;
  port: number;
  close: () => Promise<void>;
}

/** Acts on any alert but number 13. */
const answer: CarryOut = (name, request) => {
  const id = name === 'act' ? Reflect.get(request, 'id') : 0;
  if (id === 13) return Promise.reject(new Error('no store'));
  const result =
    name === 'act' ? { ok: true, alert: sampleAlert({ id: Number(id) }) } : { ok: true, matched: 0, changed: 0 };
  // A page sends these two commands only.
  return Promise.resolve(result as CommandResults[typeof name]);
};

export async function openLive(): Promise<LiveFixture> {
  const stage = new Stage();
  stage.answerAtOnce();
  const http = createServer((_request, response) => response.end());
  const live = new LiveServer({
    http,
    basePath: '/tw/',
    isAllowedHost: isLocalHost,
    isSecure: () => false,
    onForbidden: () => undefined,
    authenticate: () => OPEN_PRINCIPAL,
    renew: (principal) => principal,
    hasWall: (id) => stage.walls.has(id),
    addressOf: () => '192.0.2.1',
    onKnown: () => undefined,
    limits: new LimitWatch({ raise: () => undefined }),
    publisher: () => stage.publisher,
    onPresence: () => undefined,
    door: new CommandDoor(answer),
    clock: Date.now,
    onError: (error) => stage.errors.push(error),
  });
  stage.onDelta = (delta) => {
    live.send(delta);
  };
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const close = async () => {
    stage.close();
    await live.close();
  };
  // A server that listens on TCP has an address with a port.
  return { stage, live, port: (http.address() as AddressInfo).port, close };
}
