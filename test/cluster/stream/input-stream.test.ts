import { type JetStreamManager, jetstreamManager, RetentionPolicy, StorageType } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { InputStream, type StreamState } from '@tunnelwatch/server/cluster/stream/input-stream';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { makeAuthority, makeCertificate } from '../../support/certificates.js';
import { bytes, endOf, ofKind, openedStreams, read, textOf } from '../../support/input-streams.js';
import { makeAccess } from '../../support/nats-access.js';
import { NatsServers } from '../../support/nats.js';
import { lacks } from '../../support/programs.js';
import { streamSettings } from '../../support/stream-settings.js';
import { eventually } from '../../support/serve-process.js';
import { tempFolders } from '../../support/temp-folder.js';

const open = openedStreams();
const newFolder = tempFolders();

describe.skipIf(lacks('nats-server'))('the stream on one server', () => {
  let servers: NatsServers;
  let folder: string;
  let manager: JetStreamManager;
  let closeManager: () => Promise<void>;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'nats-one-'));
    servers = await NatsServers.start({ folder, servers: 1 });
    const connection = await connect({ servers: servers.addresses });
    manager = await jetstreamManager(connection);
    closeManager = () => connection.close();
  });

  afterAll(async () => {
    await closeManager();
    await servers.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const settings = (name: string, more = {}) => streamSettings(servers.addresses, name, more);

  it('[STREAM-2] stores a repeated id once and answers with the number of the first', async () => {
    const { stream } = await open(settings('twice'));
    expect(await stream.publish('lines', bytes('a'), 'id-1')).toBe(1);
    expect(await stream.publish('input', bytes('b'), 'id-2')).toBe(2);
    expect(await stream.publish('lines', bytes('a'), 'id-1')).toBe(1);
    expect(await stream.describe()).toMatchObject({ first: 1, last: 2, messages: 2 });
  });

  it('is followed from a number on, with kinds, times and what is there already', async () => {
    const { stream } = await open(settings('numbers'));
    expect(await stream.describe()).toMatchObject({ first: 1, last: 0, messages: 0, firstAt: null });
    const before = Date.now();
    for (const text of ['a', 'b', 'c', 'd']) await stream.publish(text < 'c' ? 'lines' : 'input', bytes(text), text);
    const following = stream.follow(2);
    await eventually('three messages', () => following.buffered === 3);
    const messages = [following.take(), following.take(), following.take()];
    expect(messages.map((message) => message && [message.sequence, message.kind, textOf(message)])).toEqual([
      [2, 'lines', 'b'],
      [3, 'input', 'c'],
      [4, 'input', 'd'],
    ]);
    expect(following.take()).toBeUndefined();
    expect(messages[0]?.storedAt).toBeGreaterThanOrEqual(before - 1);
    const next = read(following, 1);
    await stream.publish('input', bytes('e'), 'e');
    expect((await next).map(textOf)).toEqual(['e']);
    following.close();
    expect(await endOf(following)).toBe('closed');
  });

  it('takes bodies of 512 KiB and no larger, and fetches ahead only so many', async () => {
    const { stream } = await open(settings('large'));
    const body = Buffer.alloc(512 * 1024, 1);
    for (let index = 0; index < 40; index += 1) await stream.publish('lines', body, String(index));
    await expect(stream.publish('lines', Buffer.alloc(512 * 1024 + 1), 'x')).rejects.toEqual(ofKind('too-large'));
    const following = stream.follow(1);
    await eventually('as much as is fetched ahead', () => following.buffered >= 31);
    // What was published after that is heard by another one; this one would have it by then as well.
    expect((await read(stream.follow(40), 1))[0]?.sequence).toBe(40);
    expect(following.buffered).toBeLessThanOrEqual(32);
    expect((await read(following, 40)).map(({ sequence }) => sequence)).toEqual(
      Array.from({ length: 40 }, (_, index) => index + 1),
    );
  });

  it('[STREAM-3] refuses when it is full, and throws nothing away', async () => {
    const { stream } = await open(settings('full', { maxBytes: 100_000 }));
    const stored: number[] = [];
    const fill = async () => {
      for (;;) stored.push(await stream.publish('lines', Buffer.alloc(20_000), `id-${String(stored.length)}`));
    };
    await expect(fill()).rejects.toEqual(ofKind('full'));
    expect(await stream.describe()).toMatchObject({ first: 1, last: 4, messages: 4, maxBytes: 100_000 });
    expect(stored).toEqual([1, 2, 3, 4]);
  });

  it('[STREAM-4] says that it no longer has what is asked for', async () => {
    const { stream } = await open(settings('old', { maxAgeMs: 1_000, duplicateWindowMs: 500 }));
    await stream.publish('input', bytes('a'), 'a');
    await eventually('the message to expire', async () => (await stream.describe()).first === 2);
    expect(await endOf(stream.follow(1))).toBe('too-old');
    const following = stream.follow(2);
    await stream.publish('input', bytes('b'), 'b');
    expect((await read(following, 1)).map(({ sequence }) => sequence)).toEqual([2]);
  });

  it('[STREAM-4] says that it ends before what was applied, and that a message in its middle is gone', async () => {
    const config = { storage: StorageType.File, retention: RetentionPolicy.Limits, num_replicas: 1 };
    await manager.streams.add({
      ...config,
      name: 'gap',
      subjects: ['gap.lines', 'gap.input', 'gap.people'],
      discard: 'new',
    });
    const { stream } = await open(settings('gap'));
    for (const text of ['a', 'b', 'c']) await stream.publish('input', bytes(text), text);
    const ahead = endOf(stream.follow(5));
    await manager.streams.deleteMessage('gap', 2);
    const following = stream.follow(1);
    expect((await read(following, 1)).map(textOf)).toEqual(['a']);
    expect(await endOf(following)).toBe('gap');
    expect(await ahead).toBe('ahead');
  });

  it('[STREAM-4] says that the stream is another one, although it is long enough', async () => {
    const { stream } = await open(settings('anew'));
    for (const text of ['a', 'b', 'c']) await stream.publish('input', bytes(text), text);
    const [, second] = await read(stream.follow(1), 2);
    if (second === undefined) throw new Error('no second message');
    expect((await read(stream.follow(3, second), 1)).map(({ id }) => id)).toEqual(['c']);
    await manager.streams.delete('anew');
    const again = await open(settings('anew'));
    for (const text of ['a', 'b', 'c']) await again.stream.publish('input', bytes(text), text);
    expect(await endOf(again.stream.follow(3, second))).toBe('rewritten');
  });

  it('[STREAM-8] refuses a stream that is not a log', async () => {
    await manager.streams.add({ name: 'other', subjects: ['other.>'] });
    const opened = InputStream.open(settings('other'), { onState: () => undefined });
    await expect(opened).rejects.toEqual(ofKind('misfit'));
  });

  it('passes on what is told, and stores none of it', async () => {
    const [one, other] = [await open(settings('told')), await open(settings('told'))];
    const heard: string[] = [];
    const end = other.stream.listen('presence', (body) => heard.push(Buffer.from(body).toString()));
    await eventually('the listener to be known', () => {
      one.stream.tell('presence', bytes('here'));
      return heard.length > 0;
    });
    end();
    expect(heard[0]).toBe('here');
    expect((await one.stream.describe()).messages).toBe(0);
  });

  it('refuses everything once it is closed', async () => {
    const { stream } = await open(settings('closed'));
    const following = endOf(stream.follow(1));
    await stream.close();
    expect(await following).toBe('closed');
    await expect(stream.publish('input', bytes('a'), 'a')).rejects.toEqual(ofKind('closed'));
    await expect(stream.describe()).rejects.toEqual(ofKind('closed'));
  });

  it('[STREAM-9] names a file that it cannot read instead of waiting', async () => {
    const opened = InputStream.open(settings('files', { credentials: '/nowhere/node.creds' }), {
      onState: () => undefined,
    });
    await expect(opened).rejects.toThrow('/nowhere/node.creds');
  });
});

describe.skipIf(lacks('nats-server', 'openssl'))('the connection', () => {
  it('[STREAM-9] uses TLS and credentials from files', async () => {
    const folder = newFolder();
    const authority = makeAuthority(folder, 'authority');
    const certificate = makeCertificate(folder, 'nats', authority);
    const { access, credentials } = makeAccess();
    writeFileSync(join(folder, 'node.creds'), credentials);
    const servers = await NatsServers.start({ folder, servers: 1, certificate, access });
    onTestFinished(() => servers.stop());
    const plain = streamSettings(servers.addresses, 'safe');
    const { stream } = await open({
      ...plain,
      credentials: join(folder, 'node.creds'),
      tls: { ca: authority.certificate },
    });
    expect(await stream.publish('input', bytes('a'), 'a')).toBe(1);

    const ending = new AbortController();
    const refused: StreamState[] = [];
    const waiting = InputStream.open(
      { ...plain, tls: { ca: authority.certificate } },
      { onState: (state) => refused.push(state) },
      ending.signal,
    );
    const ended = expect(waiting).rejects.toThrow('enough');
    await eventually('the refusal', () => refused.length > 0);
    ending.abort(new Error('enough'));
    await ended;
    expect(refused[0]).toMatchObject({ kind: 'disconnected', reason: expect.stringMatching(/authorization/i) });
  });
});
