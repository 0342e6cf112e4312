import type { Actor } from '@tunnelwatch/shared/actor';
import type { AuditNote } from '@tunnelwatch/shared/audit';
import { problemDetails } from '@tunnelwatch/shared/error-code';
import { OTHER_SENDERS, type SenderReport, type SenderResult } from '@tunnelwatch/shared/sender';
import { DAY_MS, HOUR_MS } from '@tunnelwatch/shared/time-units';
import { type NameKind, type NameLimits, spentAt, timesLimits, USUAL_NAME_LIMITS } from './name-budget.js';
import { isNotable, type LineSender, newSender, reportOf, type SenderRecord } from './sender-record.js';

/** Senders with a budget of their own; a forger of addresses has any number of them. */
const MAX_SENDERS = 512;
/** A file holds the lines of many senders. */
const FILE_FACTOR = 10;
/** All addresses together: what one sender brings leaves enough for the others. */
const ALL_FACTOR = 5;
/** How long a sender is listed that named too much; when there are too many, for less. */
const LISTED_MS = 7 * DAY_MS;
const LISTED_IN_CROWD_MS = HOUR_MS;
/** Blocked networks. */
const MAX_BLOCKS = 1000;

/** A record that was changed; null for one that was dropped. */
export interface SenderChange {
  /** Different for different senders. */
  key: string;
  record: SenderRecord | null;
}

/**
 * Who may bring how many new names, and who is blocked. What a sender has spent refills with time, so one that has spent
 * nothing needs no record. Pure: the time is that of the lines' arrival, and the records are stored with the events.
 */
export class Senders {
  private readonly records = new Map<string, SenderRecord>();
  private readonly changed = new Set<string>();
  private audit: AuditNote[] = [];
  private blocked: readonly SenderRecord[] = [];
  private readonly ofFile: NameLimits;
  private readonly ofAll: NameLimits;
  /** Increases whenever a sender is blocked or unblocked. */
  blockChanges = 0;

  constructor(
    stored: readonly SenderRecord[],
    private readonly limits: NameLimits = USUAL_NAME_LIMITS,
  ) {
    for (const record of stored) this.records.set(keyOf(record), record);
    this.ofFile = timesLimits(limits, FILE_FACTOR);
    this.ofAll = timesLimits(limits, ALL_FACTOR);
    this.noteBlocks();
  }

  /**
   * Spends one new name of a sender's budget; undefined when it had one left, else the name of whoever had not: the
   * sender, or all of them together.
   * @param at arrival of the line, epoch ms
   */
  refuse(sender: LineSender, what: NameKind, name: string, at: number): string | undefined {
    const all = sender.kind === 'address' ? this.others() : undefined;
    const own = this.recordOf(sender, at) ?? all;
    if (own === undefined) return undefined;
    const full = [own, ...(all === undefined || all === own ? [] : [all])].find(
      (record) => spentAt(record.spent[what], this.limitsOf(record)[what], at) + 1 > this.limitsOf(record)[what].atOnce,
    );
    if (full !== undefined) {
      if (what === 'gateways') full.refusedGateways += 1;
      else full.refusedTunnels += 1;
      full.lastName = name.slice(0, 200);
      full.refusedAt = at;
      this.changed.add(keyOf(full));
      return full.sender;
    }
    this.spend(own, what, at);
    if (all !== undefined && all !== own) this.spend(all, what, at);
    return undefined;
  }

  /** Senders that there is something to tell of, the newest first. */
  notable(): SenderRecord[] {
    return [...this.records.values()]
      .filter(isNotable)
      .sort((a, b) => lastOf(b) - lastOf(a) || (a.sender < b.sender ? -1 : 1));
  }

  /** The same, as others are told of them. */
  reports(): SenderReport[] {
    return this.notable().map(reportOf);
  }

  /** The blocked senders. */
  blocks(): readonly SenderRecord[] {
    return this.blocked;
  }

  /** Counts what was discarded of a blocked sender. @param at epoch ms */
  noteDiscarded(record: SenderRecord, count: number, at: number): void {
    record.discarded += count;
    record.discardedAt = at;
    this.changed.add(keyOf(record));
  }

  /** Blocks a sender: nothing of it is read any more. @param sender an address or a network, as it is usually written */
  block(sender: string, comment: string, actor: Actor, at: number): SenderResult {
    const known = this.records.get(`a ${sender}`);
    if (known?.block != null) return { ok: true, sender: reportOf(known) };
    if (this.blocked.length >= MAX_BLOCKS) {
      const most = String(MAX_BLOCKS);
      return refused(`${most} senders are blocked already: block a network, or keep them out with a firewall`);
    }
    const record = known ?? this.enter(newSender(sender, 'address'));
    record.block = { at, by: actor.name, comment };
    return this.noteBlock(record, 'senderBlocked', { comment, actor, at, before: null, after: { sender } });
  }

  /** Ends a block. */
  unblock(sender: string, actor: Actor, at: number): SenderResult {
    const record = this.records.get(`a ${sender}`);
    if (record?.block == null) {
      return { ok: false, problem: problemDetails('not-found', `${sender} is not blocked`, { title: 'Not blocked' }) };
    }
    const before = { sender, ...record.block };
    record.block = null;
    return this.noteBlock(record, 'senderUnblocked', { comment: '', actor, at, before, after: null });
  }

  /** Whether there is something to store. */
  get hasChanges(): boolean {
    return this.changed.size > 0;
  }

  /** Copies of the records that changed since the last call. */
  takeChanges(): SenderChange[] {
    const changes = [...this.changed].map((key) => {
      const record = this.records.get(key);
      return { key, record: record === undefined ? null : structuredClone(record) };
    });
    this.changed.clear();
    return changes;
  }

  takeAudit(): AuditNote[] {
    const { audit } = this;
    this.audit = [];
    return audit;
  }

  private noteBlock(
    record: SenderRecord,
    action: string,
    note: Pick<AuditNote, 'comment' | 'actor' | 'at' | 'before' | 'after'>,
  ): SenderResult {
    this.audit.push({ ...note, action, target: `sender ${record.sender}`, requestKey: null });
    this.changed.add(keyOf(record));
    this.noteBlocks();
    return { ok: true, sender: reportOf(record) };
  }

  private noteBlocks(): void {
    this.blocked = [...this.records.values()].filter(({ block }) => block !== null);
    this.blockChanges += 1;
  }

  private spend(record: SenderRecord, what: NameKind, at: number): void {
    const limits = this.limitsOf(record)[what];
    const spent = record.spent[what];
    record.spent[what] = { count: spentAt(spent, limits, at) + 1, at: Math.max(spent.at, at) };
    this.changed.add(keyOf(record));
  }

  private limitsOf({ kind }: SenderRecord): NameLimits {
    if (kind === 'others') return this.ofAll;
    return kind === 'source' ? this.ofFile : this.limits;
  }

  private others(): SenderRecord {
    const known = this.records.get(OTHERS_KEY);
    return known ?? this.enter(newSender(OTHER_SENDERS, 'others'));
  }

  /** The record of a sender; undefined when there are too many addresses for one of its own. */
  private recordOf({ name, kind }: LineSender, at: number): SenderRecord | undefined {
    const record = newSender(name, kind);
    const known = this.records.get(keyOf(record));
    if (known !== undefined) return known;
    // Files are named by the configuration: they are no more than it says.
    if (kind === 'source') return this.enter(record);
    if (this.records.size >= MAX_SENDERS) this.forget(at, LISTED_MS);
    if (this.records.size >= MAX_SENDERS) this.forget(at, LISTED_IN_CROWD_MS);
    return this.records.size >= MAX_SENDERS ? undefined : this.enter(record);
  }

  private enter(record: SenderRecord): SenderRecord {
    this.records.set(keyOf(record), record);
    return record;
  }

  /** Drops those of which nothing is spent and nothing is to be told any more. */
  private forget(at: number, listedMs: number): void {
    for (const [key, record] of this.records) {
      const limits = this.limitsOf(record);
      const hasSpent = NAME_KINDS.some((what) => spentAt(record.spent[what], limits[what], at) > 0);
      if (hasSpent || record.block !== null || lastOf(record) > at - listedMs || key === OTHERS_KEY) continue;
      this.records.delete(key);
      this.changed.add(key);
    }
  }
}

const NAME_KINDS: readonly NameKind[] = ['gateways', 'tunnels'];

function keyOf({ sender, kind }: Pick<SenderRecord, 'sender' | 'kind'>): string {
  return kind === 'others' ? OTHERS_KEY : `${kind === 'source' ? 's' : 'a'} ${sender}`;
}

const OTHERS_KEY = 'o';

function lastOf({ refusedAt, discardedAt, block }: SenderRecord): number {
  return Math.max(refusedAt ?? 0, discardedAt ?? 0, block?.at ?? 0);
}

function refused(detail: string): SenderResult {
  return { ok: false, problem: problemDetails('wrong-state', detail) };
}
