import { jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { InputStream, type StreamState } from '@tunnelwatch/server/cluster/stream/input-stream';
import { StreamError } from '@tunnelwatch/server/cluster/stream/stream-error';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { bytes, ofKind, openedStreams, read, textOf } from '../../support/input-streams.js';
import { NatsServers } from '../../support/nats.js';
import { lacks } from '../../support/programs.js';
import { streamSettings } from '../../support/stream-settings.js';
import { seededRandom } from '../../support/random.js';
import { eventually } from '../../support/serve-process.js';

const open = openedStreams();

describe.skipIf(lacks('nats-server'))('the stream on three servers', () => {
  let servers: NatsServers;
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'nats-three-'));
    servers = await NatsServers.start({ folder, servers: 3 });
  });

  afterAll(async () => {
    await servers.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const settings = (name: string) => streamSettings(servers.addresses, name);

  it('[STREAM-1] [STREAM-2] gives every follower the same messages in order, none lost, while servers die and come back', async () => {
    const random = seededRandom(20_261_201);
    const [{ stream }, other] = [await open(settings('siege')), await open(settings('siege'))];
    const following = other.stream.follow(1);
    /** The id of each number that was acknowledged. */
    const acknowledged = new Map<number, string>();
    const end = { isReached: false };

    /** Repeats each message until it is stored, and some of those that are. */
    const publish = async (publisher: number) => {
      for (let index = 0; !end.isReached; index += 1) {
        const id = `${String(publisher)}-${String(index)}`;
        const body = bytes(id.padEnd(random() < 0.1 ? 100_000 : 1_000));
        for (let times = random() < 0.2 ? 2 : 1; times > 0;) {
          const number = await stream.publish('lines', body, id, 3_000).catch((error: unknown) => {
            if (error instanceof StreamError && /no-quorum|unreachable/.test(error.kind)) return undefined;
            throw error;
          });
          if (number === undefined) continue;
          times -= 1;
          acknowledged.set(number, id);
        }
      }
    };
    const progress = async (count: number) => {
      const target = acknowledged.size + count;
      await eventually('messages to be stored', () => acknowledged.size >= target);
    };
    const publishers = [0, 1, 2].map(publish);
    await progress(20);
    const connection = await connect({ servers: servers.addresses });
    onTestFinished(() => connection.close());
    const manager = await jetstreamManager(connection, { checkAPI: false, timeout: 1_000 });
    const isWhole = async () => {
      const info = await manager.streams.info('siege').catch(() => undefined);
      return info?.cluster?.replicas?.every(({ current, offline }) => current && offline !== true) === true;
    };
    // One at a time, as those who run three servers may expect.
    for (const round of [0, 1, 2]) {
      const victim = (round + Math.floor(random() * 2)) % 3;
      await servers.kill(victim);
      await progress(20);
      await servers.restart(victim);
      await eventually('all copies to be there', isWhole);
      await progress(20);
    }
    end.isReached = true;
    await Promise.all(publishers);

    const { last } = await stream.describe();
    const messages = await read(following, last);
    expect(messages.map(({ sequence }) => sequence)).toEqual(messages.map((_, index) => index + 1));
    // Each number that was acknowledged is still that message's.
    expect([...acknowledged].filter(([number, id]) => messages[number - 1]?.id !== id)).toEqual([]);
    // These servers may store a repeated one twice when their leader dies: the id tells.
    expect(new Set(messages.map(({ id }) => id))).toEqual(new Set(acknowledged.values()));
    expect(messages.map((message) => textOf(message).trimEnd())).toEqual(messages.map(({ id }) => id));
    expect((await read(stream.follow(1), last)).map(textOf)).toEqual(messages.map(textOf));
  });

  it('[STREAM-6] leaves a server that is frozen for another one', async () => {
    const [first = ''] = servers.addresses;
    // The others are learned from the first.
    const { stream, states } = await open({ ...settings('frozen'), servers: [first] });
    const following = stream.follow(1);
    await stream.publish('input', bytes('a'), 'a');
    servers.freeze(0);
    onTestFinished(() => {
      servers.thaw(0);
    });
    await eventually('the state', () => states.at(-1)?.kind === 'disconnected');
    await eventually('the state', () => states.at(-1)?.kind === 'connected');
    expect(await stream.publish('input', bytes('b'), 'b', 60_000)).toBe(2);
    expect((await read(following, 2)).map(textOf)).toEqual(['a', 'b']);
  });

  it('[STREAM-5] refuses without a majority, says so, and goes on when it is back', async () => {
    const { stream, states } = await open(settings('quorum'));
    const following = stream.follow(1);
    await stream.publish('input', bytes('a'), 'a');
    await Promise.all([servers.kill(0), servers.kill(1)]);
    await expect(stream.publish('input', bytes('b'), 'b', 5_000)).rejects.toEqual(ofKind('no-quorum'));
    await eventually('the state', () => states.at(-1)?.kind === 'no-quorum');
    await servers.kill(2);
    await eventually('the state', () => states.at(-1)?.kind === 'disconnected');
    await expect(stream.publish('input', bytes('b'), 'b', 100)).rejects.toEqual(ofKind('unreachable'));
    await Promise.all([0, 1, 2].map((index) => servers.restart(index)));
    const number = await stream.publish('input', bytes('b'), 'b', 60_000);
    expect(number).toBe(2);
    await eventually('the state', () => states.at(-1)?.kind === 'connected');
    expect((await read(following, 2)).map(textOf)).toEqual(['a', 'b']);
  });

  it('[STREAM-7] waits for servers that are not up yet, and for enough of them', async () => {
    await Promise.all([0, 1, 2].map((index) => servers.kill(index)));
    const states: StreamState[] = [];
    const opening = InputStream.open(settings('late'), { onState: (state) => states.push(state) });
    await eventually('the reason', () => states.at(-1)?.kind === 'disconnected');
    await servers.restart(0);
    await eventually('the reason', () => states.at(-1)?.kind === 'no-quorum');
    await Promise.all([servers.restart(1), servers.restart(2)]);
    const stream = await opening;
    onTestFinished(() => stream.close());
    expect(await stream.publish('input', bytes('a'), 'a')).toBe(1);
  });
});
