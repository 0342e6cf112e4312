import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { openClusterStream } from '../cluster/open-stream.js';
import { takeCopy } from '../cluster/copy-taker.js';
import type { CopyFile } from '../cluster/store-copy.js';
import type { ClusterSettings } from '../config/settings.js';
import { VERSION } from '../installation.js';
import { peopleFile } from '../serve/people/people-database.js';
import type { PeopleSeal } from '../serve/people/replica/people-seal.js';
import { peoplePositionIn } from '../serve/people/replica/replica-log.js';
import { databaseFile } from '../store/sqlite/database.js';
import { replicaPositionIn } from '../store/sqlite/replica-table.js';

/** A node whose NATS servers are away starts all the same, and shows what it has. */
const REACH_MS = 10_000;

export interface JoinParts {
  /** The data folder, locked; nobody has anything in it open. */
  dataDirectory: string;
  cluster: ClusterSettings;
  /** Opens people and tokens of the copy. */
  seal: PeopleSeal;
  log: Logger;
  /** Ends the waiting. */
  signal: AbortSignal;
}

/**
 * Has a node begin where the stream still goes on from: one that is new, or was away for longer than the stream keeps its
 * messages, gets a copy of another node's data first.
 * @throws the reason of the signal when it is given up
 * @throws Error when no node with the same audit key has made the copy
 */
export async function joinCluster({ dataDirectory, cluster, seal, log, signal }: JoinParts): Promise<void> {
  const reaching = AbortSignal.any([signal, AbortSignal.timeout(REACH_MS)]);
  const stream = await openClusterStream(cluster, () => undefined, reaching).catch((error: unknown) => {
    signal.throwIfAborted();
    log.warn({ err: error }, 'the NATS servers of the cluster do not answer: this node starts with what it has');
    return undefined;
  });
  if (stream === undefined) return;
  try {
    const { first } = await stream.describe();
    // Whatever is furthest behind.
    const replica = replicaPositionIn(dataDirectory);
    const applied = Math.min(
      (replica?.pieces ?? replica)?.sequence ?? 0,
      peoplePositionIn(dataDirectory)?.sequence ?? 0,
    );
    if (applied + 1 >= first) return;
    log.info(
      `the stream begins at input ${String(first)}, and this node has applied ${String(applied)}: taking a copy of another node`,
    );
    const folder = join(dataDirectory, 'copy');
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const pathOf = (name: CopyFile['name']) => join(folder, `${name}.db`);
    const onProgress = (text: string) => {
      log.info(`joining: ${text}`);
    };
    const { member } = cluster;
    const { node, files } = await takeCopy({
      link: stream,
      member,
      version: VERSION,
      from: first - 1,
      pathOf,
      onProgress,
      signal,
    });
    if (files.some(({ name }) => name === 'people')) openPeople(pathOf('people'), seal);
    const places = { store: databaseFile(dataDirectory), people: peopleFile(dataDirectory) };
    for (const { name } of files) putInPlace(pathOf(name), places[name]);
    rmSync(folder, { recursive: true, force: true });
    log.info(`joined with a copy of ${node}`);
  } finally {
    await stream.close();
  }
}

function openPeople(path: string, seal: PeopleSeal): void {
  writeFileSync(path, seal.open(readFileSync(path)), { mode: 0o600 });
}

/** The old file goes only once the new one is complete. */
function putInPlace(copy: string, place: string): void {
  const old = `${place}.old`;
  if (existsSync(place)) renameSync(place, old);
  // What was written ahead belongs to the old one.
  for (const suffix of ['-wal', '-shm']) rmSync(`${place}${suffix}`, { force: true });
  renameSync(copy, place);
  rmSync(old, { force: true });
}
