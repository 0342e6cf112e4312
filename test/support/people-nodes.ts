import { join } from 'node:path';
import { openPeople, type PeopleStore } from '@tunnelwatch/server/serve/people/people-store';
import { writeChanges } from '@tunnelwatch/server/serve/people/replica/change';
import type { PeopleMessage } from '@tunnelwatch/server/cluster/people-message';
import { PeopleSeal } from '@tunnelwatch/server/serve/people/replica/people-seal';
import { type BatchKey, ReplicaLog, type Settled } from '@tunnelwatch/server/serve/people/replica/replica-log';
import { SHARED_TABLES } from '@tunnelwatch/server/serve/people/replica/shared-tables';

const KEY = { id: '0011223344556677', secret: new Uint8Array(32) };
/** The key that all nodes of a test have. */
export const KEYS = { keys: [KEY], current: KEY };
const SEAL = new PeopleSeal(KEYS);

/** A log of messages in memory, as a stream is for those who follow it. */
export class MemoryStream {
  readonly messages: PeopleMessage[] = [];

  add(body: Uint8Array): void {
    const sequence = this.messages.length + 1;
    this.messages.push({ sequence, id: String(sequence), storedAt: sequence, body });
  }
}

/** The people of a node over a stream in memory: it sends and takes only when it is told to, and may crash at any point. */
export class PeopleNode {
  store: PeopleStore;
  log: ReplicaLog;
  /** Own changes that have come back. */
  readonly settled: Settled[] = [];
  /** Messages that it could not read, in words. */
  readonly unread: string[] = [];
  /** The node of which it learnt that it has made the first admin. */
  firstAdminOf: string | null = null;
  private lastSent: BatchKey | undefined;

  /** @param clock of all nodes, epoch ms */
  constructor(
    private readonly directory: string,
    readonly member: string,
    private readonly stream: MemoryStream,
    private readonly clock: () => number = Date.now,
  ) {
    this.store = this.open();
    this.log = new ReplicaLog(this.store.database, member, SEAL);
  }

  /** Sends the next batch, if there is one; with `isAnswerLost` it does not learn that it stands in the stream. */
  send(isAnswerLost = false): boolean {
    if (this.log.hasUses) this.log.gatherUses();
    this.log.batchFresh();
    const batch = this.log.nextBatch(this.lastSent);
    if (batch === undefined) return false;
    this.stream.add(writeChanges(batch, SEAL));
    if (!isAnswerLost) this.lastSent = batch;
    return true;
  }

  /** Takes up to so many messages. */
  take(count = Number.POSITIVE_INFINITY): void {
    const { sequence } = this.log.position;
    const messages = this.stream.messages.slice(sequence, sequence + count);
    const { settled, firstAdminOf, unread } = this.log.take(messages, () => undefined);
    this.unread.push(...unread);
    this.settled.push(...settled);
    if (firstAdminOf !== null) this.firstAdminOf = firstAdminOf;
  }

  /** Ends without notice, and starts again over what is on the disk. */
  crash(): void {
    this.close();
    this.lastSent = undefined;
    this.store = this.open();
    this.log = new ReplicaLog(this.store.database, this.member, SEAL);
  }

  close(): void {
    this.store.database.close();
  }

  /** Everything that all nodes have to have alike. */
  tables(): Record<string, unknown[]> {
    const rows = (table: string) => {
      const found = this.store.database.prepare(`SELECT * FROM ${table}`).all();
      return found.map((row) => JSON.stringify(row, (_, value: unknown) => hexOrSame(value))).toSorted();
    };
    return Object.fromEntries(SHARED_TABLES.map((table) => [table, rows(table)]));
  }

  private open(): PeopleStore {
    const limits = { idleMs: 3_600_000, maxMs: 86_400_000 };
    const store = openPeople(join(this.directory, this.member), { limits, clock: this.clock });
    // A crash here is one of the process, not of the machine.
    store.database.exec('PRAGMA synchronous = OFF');
    return store;
  }
}

/** Has everything sent and taken everywhere. */
export function settleAll(nodes: readonly PeopleNode[]): void {
  for (let isQuiet = false; !isQuiet;) {
    isQuiet = true;
    for (const node of nodes) {
      while (node.send()) isQuiet = false;
      node.take();
    }
  }
}

function hexOrSame(value: unknown): unknown {
  return value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value;
}
