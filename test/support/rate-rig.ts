import { PairCounts } from '@tunnelwatch/server/core/aggregate/pair-counts';
import type { KindRecord } from '@tunnelwatch/server/core/aggregate/records';
import { AlertRegistry } from '@tunnelwatch/server/core/alert/registry/alert-registry';
import type { AlertMember } from '@tunnelwatch/server/core/alert/registry/folding';
import { RateEvaluator } from '@tunnelwatch/server/core/alert/rates/rate-evaluator';
import type { UsualRate } from '@tunnelwatch/server/core/alert/rates/usual-rates';
import type { Alert } from '@tunnelwatch/shared/alert';
import { type AlertRules, USUAL_ALERT_RULES } from '@tunnelwatch/shared/alert-rules';
import type { Subject } from '@tunnelwatch/shared/subject';

export const START = Date.UTC(2026, 1, 10, 12);
export const MINUTE = 60_000;
const KINDS: readonly KindRecord[] = [
  { id: 1, messageId: 278, class: 'replay', severity: 'notice', isKnown: true, repeats: 1 },
  { id: 2, messageId: 611, class: 'integrity', severity: 'notice', isKnown: true, repeats: 1 },
  { id: 3, messageId: 339, class: 'sequence', severity: 'warning', isKnown: true, repeats: 1 },
  { id: 4, messageId: 282, class: 'decryption', severity: 'notice', isKnown: true, repeats: 1 },
  { id: 5, messageId: 572, class: 'encryption', severity: 'notice', isKnown: true, repeats: 1 },
  { id: 6, messageId: 632, class: 'memory', severity: 'warning', isKnown: true, repeats: 1 },
  { id: 7, messageId: 579, class: 'memory', severity: 'debug', isKnown: true, repeats: 1 },
];
export const kindOf = (id: number) => KINDS.find((kind) => kind.id === id);
export const RULES: AlertRules = {
  ...USUAL_ALERT_RULES,
  'rate-replay': { ...USUAL_ALERT_RULES['rate-replay'], count: 100, highCount: 1000 },
};
/** Tunnels of one gateway by number; 0 is the gateway itself. */
export const subjectOf = (id: number): Subject =>
  id === 0 ? { kind: 'gateway', gateway: 'gw1' } : { kind: 'tunnel', gateway: 'gw1', matchkey: String(id) };
const idOf = (subject: Subject) => (subject.kind === 'tunnel' ? Number(subject.matchkey) : 0);

interface Counted {
  subjectId: number;
  kindId: number;
  second: number;
  count: number;
}

/** A book and a judge of rates, with what a store would have of them: they can be killed and begin anew from that. */
export class Rig {
  book: AlertRegistry;
  watch: RateEvaluator;
  readonly alerts = new Map<number, Alert>();
  private readonly members = new Map<string, AlertMember>();
  private readonly events: Counted[] = [];
  private readonly usual = new Map<string, UsualRate>();

  constructor(
    private readonly rules: AlertRules = RULES,
    private now = START,
    private readonly foldFrom = 1000,
  ) {
    this.book = this.openBook();
    this.watch = this.openWatch();
  }

  feed(counted: readonly Counted[], now: number): void {
    this.now = now;
    const bySecond = new Map<number, PairCounts>();
    for (const { subjectId, kindId, second, count } of counted) {
      const pairs = bySecond.get(second) ?? new PairCounts();
      pairs.addMany(subjectId, kindId, count, second * 1000, second * 1000);
      bySecond.set(second, pairs);
    }
    this.watch.feed(bySecond, now);
    this.events.push(...counted);
    this.commit();
  }

  tick(now: number): void {
    this.now = now;
    this.watch.tick(now);
    this.book.tick(now);
    this.commit();
  }

  kill(): void {
    this.book = this.openBook();
    this.watch = this.openWatch();
  }

  all(): Alert[] {
    return [...this.alerts.values()].sort((a, b) => a.id - b.id);
  }

  private commit(): void {
    for (const alert of this.book.takeChanged()) this.alerts.set(alert.id, structuredClone(alert));
    for (const member of this.book.takeMembers()) {
      this.members.set(`${String(member.alertId)} ${JSON.stringify(member.subject)}`, structuredClone(member));
    }
    for (const rate of this.watch.takeUsual(this.now)) {
      this.usual.set(`${String(rate.subjectId)} ${String(rate.measure)}`, rate);
    }
    this.book.takeAudit();
  }

  private openBook(): AlertRegistry {
    const settings = { foldFrom: this.foldFrom, floodFrom: 1000 };
    const [alerts, members] = [structuredClone(this.all()), structuredClone([...this.members.values()])];
    return new AlertRegistry({ alerts, members, lastId: Math.max(0, ...this.alerts.keys()) }, settings);
  }

  private openWatch(): RateEvaluator {
    const recent = this.events.flatMap(({ subjectId, kindId, second, count }) => {
      const minute = Math.floor(second / 60);
      return [subjectId, minute, kindId, count, second % 60, second % 60];
    });
    return new RateEvaluator({
      book: this.book,
      rules: this.rules,
      subjectOf,
      idOf,
      recent,
      now: this.now,
      pastAfterMs: 15 * MINUTE,
      usual: [...this.usual.values()],
      storedRules: [],
      kindOf,
    });
  }
}

/** Events of one tunnel at a steady rate from `from` on, second by second. */
export function steady(
  rig: Rig,
  parts: { id?: number; kindId?: number; from: number; seconds: number; perSecond: number },
): void {
  const { id = 1, kindId = 1, from, seconds, perSecond } = parts;
  for (let at = 0; at < seconds; at++) {
    const now = from + at * 1000;
    rig.feed([{ subjectId: id, kindId, second: Math.floor(now / 1000), count: perSecond }], now);
    rig.tick(now);
  }
}

export function ticks(rig: Rig, from: number, minutes: number): void {
  for (let at = 0; at <= minutes; at++) rig.tick(from + at * MINUTE);
}
