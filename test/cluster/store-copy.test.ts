import { takeCopy } from '@tunnelwatch/server/cluster/copy-taker';
import { CopyGiver } from '@tunnelwatch/server/ingest/replica/copy-giver';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { tempFolders } from '../support/temp-folder.js';

const tempFolder = tempFolders();

/** Plain NATS in this process: everybody hears what is told, unless it is lost. */
function network(isLost: (topic: string) => boolean = () => false) {
  const listeners = new Map<string, Set<(body: Uint8Array) => void>>();
  return {
    tell: (topic: string, body: Uint8Array) => {
      if (isLost(topic)) return;
      queueMicrotask(() => {
        for (const handler of listeners.get(topic) ?? []) handler(body);
      });
    },
    listen: (topic: string, handler: (body: Uint8Array) => void) => {
      const handlers = listeners.get(topic) ?? new Set();
      listeners.set(topic, handlers.add(handler));
      return () => {
        handlers.delete(handler);
      };
    },
  };
}

function giverOf(
  node: string,
  folder: string,
  link: ReturnType<typeof network>,
  content: Buffer,
  { sequence = 100, version = '1' } = {},
) {
  const path = join(folder, `${node}.db`);
  const giver: CopyGiver = new CopyGiver({
    node,
    version,
    sequence: () => sequence,
    make: (copy) => {
      writeFileSync(path, content);
      const hash = createHash('sha256').update(content).digest('hex');
      giver.give(copy, [{ name: 'store', bytes: content.length, hash, path }], null);
    },
  });
  giver.open(link);
  return { giver, path };
}

describe('a node that takes a copy', () => {
  it('[CLU-64] gets it whole although pieces are lost on the way, and nothing of it is left with the giver', async () => {
    const folder = tempFolder();
    let told = 0;
    const link = network((topic) => topic.startsWith('copy-piece') && told++ % 5 === 3);
    const content = randomBytes(1_500_000);
    const { path } = giverOf('a', folder, link, content);
    const { node } = await takeCopy({
      link,
      member: 'b',
      version: '1',
      from: 90,
      pathOf: (name) => join(folder, `${name}.taken`),
      onProgress: () => undefined,
      signal: new AbortController().signal,
    });
    expect(node).toBe('a');
    expect(readFileSync(join(folder, 'store.taken')).equals(content)).toBe(true);
    await expect.poll(() => existsSync(path)).toBe(false);
  });

  it('[CLU-64] asks only nodes that have come far enough', async () => {
    const folder = tempFolder();
    const link = network();
    giverOf('behind', folder, link, Buffer.from('old'), { sequence: 50 });
    giverOf('current', folder, link, Buffer.from('new'));
    const { node } = await takeCopy({
      link,
      member: 'b',
      version: '1',
      from: 90,
      pathOf: (name) => join(folder, `${name}.taken`),
      onProgress: () => undefined,
      signal: new AbortController().signal,
    });
    expect(node).toBe('current');
  });

  it('[CLU-52] asks no node of a newer version, whose data it could not open', async () => {
    const folder = tempFolder();
    const link = network();
    giverOf('newer', folder, link, Buffer.from('newer'), { sequence: 200, version: '0.10.0' });
    giverOf('older', folder, link, Buffer.from('older'), { version: '0.2.0' });
    const { node } = await takeCopy({
      link,
      member: 'b',
      version: '0.9.0',
      from: 90,
      pathOf: (name) => join(folder, `${name}.taken`),
      onProgress: () => undefined,
      signal: new AbortController().signal,
    });
    expect(node).toBe('older');
  });
});
