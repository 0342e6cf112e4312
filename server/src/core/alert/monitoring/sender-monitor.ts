import type { AlertSubject } from '@tunnelwatch/shared/subject';
import type { SenderRecord } from '../../senders/sender-record.js';
import type { Senders } from '../../senders/senders.js';
import type { ConditionBook } from '../registry/proposed-conditions.js';
import type { Judgement } from './condition.js';
import { BLOCKED_RULE, judgeDiscards, judgeNames, NAMES_RULE } from './sender-rules.js';

/** What was known of a sender at the last evaluation. */
interface Known {
  gateways: number;
  tunnels: number;
  discarded: number;
  /** When it last named too much, and when something of it was last discarded, since the start. */
  namedAt: number | undefined;
  discardedAt: number | undefined;
}

/** Watches who invents names, and what blocked senders still send. */
export class SenderMonitor {
  private readonly known = new Map<SenderRecord, Known>();

  constructor(
    private readonly book: ConditionBook,
    private readonly senders: Senders,
  ) {
    for (const record of senders.notable()) this.known.set(record, begin(record));
  }

  /** Evaluates all senders. @param elapsedMs since the last evaluation @param now epoch ms */
  evaluate(elapsedMs: number, now: number): void {
    const notable = this.senders.notable();
    if (notable.length === 0) return;
    for (const record of notable) {
      const known = this.known.get(record) ?? { ...begin(record), gateways: 0, tunnels: 0, discarded: 0 };
      this.known.set(record, known);
      this.evaluateOne(record, known, elapsedMs, now);
    }
    const still = new Set(notable);
    for (const record of this.known.keys()) if (!still.has(record)) this.known.delete(record);
  }

  private evaluateOne(record: SenderRecord, known: Known, elapsedMs: number, now: number): void {
    const { sender, refusedGateways, refusedTunnels, lastName, discarded } = record;
    const subject = subjectOf(record);
    const gateways = refusedGateways - known.gateways;
    const tunnels = refusedTunnels - known.tunnels;
    const discardedNow = discarded - known.discarded;
    if (gateways + tunnels > 0) known.namedAt = now;
    if (discardedNow > 0) known.discardedAt = now;
    Object.assign(known, { gateways: refusedGateways, tunnels: refusedTunnels, discarded });
    const names = {
      subject,
      sender,
      gateways,
      tunnels,
      elapsedMs,
      lastName,
      lastAt: known.namedAt,
      isRaised: this.book.isRaised(NAMES_RULE, subject),
      canBlock: record.kind === 'address',
    };
    this.apply(NAMES_RULE, subject, judgeNames(names, now), now);
    const discards = {
      subject,
      sender,
      discarded: discardedNow,
      lastAt: known.discardedAt,
      isBlocked: record.block !== null,
      isRaised: this.book.isRaised(BLOCKED_RULE, subject),
    };
    this.apply(BLOCKED_RULE, subject, judgeDiscards(discards, now), now);
  }

  private apply(rule: string, subject: AlertSubject, judgement: Judgement, now: number): void {
    if (judgement === 'over') this.book.clear(rule, subject, now);
    else if (judgement !== undefined) this.book.raise(judgement, now);
  }
}

function begin({ refusedGateways, refusedTunnels, discarded }: SenderRecord): Known {
  return {
    gateways: refusedGateways,
    tunnels: refusedTunnels,
    discarded,
    namedAt: undefined,
    discardedAt: undefined,
  };
}

function subjectOf({ sender, kind }: SenderRecord): AlertSubject {
  return kind === 'source' ? { kind: 'source', source: sender } : { kind: 'sender', sender };
}
