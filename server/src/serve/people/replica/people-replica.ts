import { SERVER_ACTOR } from '@tunnelwatch/shared/actor';
import { setTimeout as delay } from 'node:timers/promises';
import { newFirstAdmin, noteFirstAdmin } from '../accounts.js';
import { note, type PeopleStore } from '../people-store.js';
import type { AuditKeys } from '../../../store/audit/audit-key.js';
import { PeopleSeal } from './people-seal.js';
import { type Change, FIRST, USE, writeChanges } from './change.js';
import type { PeopleMessage, PeoplePosition } from '../../../cluster/people-message.js';
import { type BatchKey, ReplicaLog, type Settled } from './replica-log.js';
import type { SharedTable } from './shared-tables.js';

/** Where the first admin of a cluster was made. */
export type FirstAdmin =
  /** Here: the one-time password is told nowhere else. */
  | { kind: 'here'; password: string }
  /** On another node, whose output has it; null where that is not known any more. */
  | { kind: 'elsewhere'; member: string | null };

export interface ReplicaParts {
  store: PeopleStore;
  /** The name of this node. */
  member: string;
  /** All nodes have the same. */
  keys: Pick<AuditKeys, 'keys' | 'current'>;
  /** Sends a message to all nodes; settles once it stands in the stream. @param id stores it once however often it is sent */
  send: (id: string, body: Uint8Array) => Promise<void>;
  /** Others have changed something in these tables. */
  onApplied: (tables: ReadonlySet<SharedTable>) => void;
  warn: (message: string) => void;
  onError: (error: unknown) => void;
}

/** How often it is checked whether something waits, for changes by other processes. */
const CHECK_MS = 250;
const RETRY_MS = 1000;
/** How often the others are told what was used: a session that is in use on one node must not end on another. */
const USES_EVERY_MS = 10_000;
/** Somebody who signs in waits no longer than this for the other nodes to know. */
const SETTLE_MS = 1500;
/** Changes that were left out are told singly up to so many. */
const MAX_TOLD = 10;

/** Keeps people.db the same on all nodes of a cluster: sends what is changed here, and applies what all have changed. */
export class PeopleReplica {
  private readonly seal: PeopleSeal;
  private readonly log: ReplicaLog;
  private readonly timer: NodeJS.Timeout;
  private received: PeopleMessage[] = [];
  private isTaking = false;
  private isSending = false;
  private isEndGiven = false;
  private isAtEnd = false;
  /** False after an attempt to send has failed, until one works. */
  private isReached = true;
  private isClosed = false;
  /** The last batch that stands in the stream. */
  private lastSent: BatchKey | undefined;
  private usesSentAt = 0;
  private readonly waiting = new Set<() => void>();
  private endReached: () => void = () => undefined;
  private readonly atEnd = new Promise<void>((resolve) => {
    this.endReached = resolve;
  });
  private decideFirst: (admin: FirstAdmin | null) => void = () => undefined;
  private firstPassword: string | undefined;
  private firstAdminOf: string | null = null;
  /** Where the first admin was made; null where there were users before. Settles once the node knows what all have changed. */
  readonly firstAdmin = new Promise<FirstAdmin | null>((resolve) => {
    this.decideFirst = resolve;
  });

  /** True when there were no users before anything came from others. */
  readonly beganEmpty: boolean;

  constructor(private readonly parts: ReplicaParts) {
    this.seal = new PeopleSeal(parts.keys);
    this.log = new ReplicaLog(parts.store.database, parts.member, this.seal);
    this.beganEmpty = parts.store.users.list().length === 0;
    this.timer = setInterval(() => {
      this.poke();
    }, CHECK_MS);
    this.timer.unref();
  }

  /** Up to where people.db has the changes of all. */
  get position(): PeoplePosition {
    return this.log.position;
  }

  /** Takes what the stream has, in its order. */
  take(message: PeopleMessage): void {
    this.received.push(message);
    this.takeSoon();
  }

  /** Everything that stood in the stream at the start was given to `take`: what this node has to say follows. */
  reachEnd(): void {
    this.isEndGiven = true;
    this.takeSoon();
  }

  /** Something was changed here: it is sent, now or as soon as the cluster can be reached. */
  poke(): void {
    if (this.isClosed || !this.isAtEnd || this.isSending) return;
    try {
      const areUsesDue = performance.now() - this.usesSentAt >= USES_EVERY_MS;
      if (areUsesDue && this.log.hasUses) {
        this.usesSentAt = performance.now();
        this.log.gatherUses();
      }
      this.log.batchFresh();
      if (this.log.nextBatch(this.lastSent) === undefined) return;
    } catch (error) {
      this.parts.onError(error);
      return;
    }
    this.isSending = true;
    void this.sendAll().finally(() => {
      this.isSending = false;
    });
  }

  /**
   * Waits until what was changed here has come back through the stream, so that the other nodes know it as well; no longer than a
   * moment, and not at all while the cluster cannot be reached.
   */
  async settle(): Promise<void> {
    this.poke();
    if (this.isClosed || !this.isAtEnd || !this.isReached || !this.log.hasPending) return;
    const end = new AbortController();
    const settled = new Promise<void>((resolve) => {
      this.waiting.add(resolve);
      end.signal.addEventListener('abort', () => {
        this.waiting.delete(resolve);
      });
    });
    await Promise.race([settled, delay(SETTLE_MS, undefined, { signal: end.signal }).catch(() => undefined)]);
    end.abort();
  }

  /** Makes the first admin if the cluster has no users, once everything that all have changed is known. */
  async claimFirstAdmin(): Promise<void> {
    await this.atEnd;
    const { store, onError } = this.parts;
    if (store.users.list().length > 0) {
      this.decideFirst(this.firstAdminOf === null ? null : { kind: 'elsewhere', member: this.firstAdminOf });
      return;
    }
    try {
      const { password, add } = await newFirstAdmin(store);
      // Another node may have been faster while the password was hashed.
      if (!this.isClosed && this.log.addFirst(add)) this.firstPassword = password;
      else this.decideFirst({ kind: 'elsewhere', member: this.firstAdminOf });
      this.poke();
    } catch (error) {
      onError(error);
      this.decideFirst(null);
    }
  }

  /** Ends the exchange; what waits goes at the next start. Before the database is closed. */
  close(): void {
    this.isClosed = true;
    clearInterval(this.timer);
    for (const resolve of this.waiting) resolve();
  }

  /** In one transaction what comes at once. */
  private takeSoon(): void {
    if (this.isTaking) return;
    this.isTaking = true;
    setImmediate(() => {
      this.takeAll();
    });
  }

  private takeAll(): void {
    this.isTaking = false;
    if (this.isClosed) return;
    const messages = this.received;
    this.received = [];
    try {
      if (messages.length > 0) this.takeMessages(messages);
    } catch (error) {
      // They are still in order, and nothing of them was applied.
      this.received = [...messages, ...this.received];
      this.isTaking = true;
      this.parts.onError(error);
      setTimeout(() => {
        this.takeAll();
      }, RETRY_MS).unref();
      return;
    }
    if (!this.isEndGiven || this.isAtEnd) return;
    this.isAtEnd = true;
    this.endReached();
    this.poke();
  }

  private takeMessages(messages: readonly PeopleMessage[]): void {
    const { store, onApplied, warn } = this.parts;
    const { tables, settled, firstAdminOf, unread } = this.log.take(messages, (own) => {
      this.noteLost(store, own);
      if (own.some(isFirstAdmin)) noteFirstAdmin(store, SERVER_ACTOR);
    });
    for (const text of unread) warn(text);
    if (firstAdminOf !== null) this.firstAdminOf = firstAdminOf;
    this.tellLost(settled);
    if (settled.some(({ change }) => change.guard === FIRST)) this.settleFirst(settled.some(isFirstAdmin));
    if (tables.size > 0) onApplied(tables);
    if (!this.log.hasPending) for (const resolve of this.waiting) resolve();
  }

  private settleFirst(isOurs: boolean): void {
    const { firstPassword: password } = this;
    const isKnown = isOurs && password !== undefined;
    this.decideFirst(isKnown ? { kind: 'here', password } : { kind: 'elsewhere', member: this.firstAdminOf });
  }

  /** Enters in the audit trail what was changed here and is not so anywhere, since the cluster had something else first. */
  private noteLost(store: PeopleStore, settled: readonly Settled[]): void {
    const lost = settled.filter(isLost);
    for (const { change, refusal } of lost.slice(0, MAX_TOLD)) {
      note(store, SERVER_ACTOR, 'changeLost', { target: labelOf(change), comment: refusal ?? '' });
    }
    if (lost.length <= MAX_TOLD) return;
    const count = lost.length - MAX_TOLD;
    note(store, SERVER_ACTOR, 'changeLost', {
      target: `${String(count)} more changes`,
      comment: 'the cluster had others before',
    });
  }

  private tellLost(settled: readonly Settled[]): void {
    const lost = settled.filter(isLost);
    for (const { change, refusal } of lost.slice(0, MAX_TOLD)) {
      this.parts.warn(`a change made here does not count in the cluster: ${labelOf(change)}: ${refusal ?? ''}`);
    }
    const more = lost.length - MAX_TOLD;
    if (more > 0) this.parts.warn(`${String(more)} more changes made here do not count in the cluster`);
  }

  private async sendAll(): Promise<void> {
    while (!this.isClosed) {
      const batch = this.log.nextBatch(this.lastSent);
      if (batch === undefined) return;
      const { origin, number } = batch;
      try {
        await this.parts.send(`people ${origin} ${String(number)}`, writeChanges(batch, this.seal));
        this.lastSent = { origin, number };
        this.isReached = true;
      } catch {
        // What it failed for is a state of the stream, which is told as such.
        this.isReached = false;
        await delay(RETRY_MS, undefined, { ref: false });
      }
    }
  }
}

/** Of the first admin it is told who has made it. */
function isLost({ change: { guard }, refusal }: Settled): boolean {
  return refusal !== null && guard !== FIRST && guard !== USE;
}

function isFirstAdmin({ change: { guard }, refusal }: Settled): boolean {
  return guard === FIRST && refusal === null;
}

const LABELS: Readonly<Record<SharedTable, string>> = {
  user: 'user',
  provider_user: 'single sign-on user',
  session: 'session of',
  wall: 'wall',
  token: 'token',
  personal_settings: 'settings of',
  saved_view: 'view',
  view_default: 'default view of',
  hand_over_note: 'hand-over note',
  known_place: 'known place of',
  channel: 'channel',
  route_list: 'notification routes',
};

/** What a change is about, without anything secret. */
function labelOf({ table, before, after }: Change): string {
  const { name, user_name, person, whose, id } = after ?? before ?? {};
  const which = table === 'route_list' ? undefined : (name ?? user_name ?? person ?? whose ?? id);
  return which === undefined || which === null ? LABELS[table] : `${LABELS[table]} ${String(which)}`;
}
