import type { Alert } from '@tunnelwatch/shared/alert';
import type { Priority } from '@tunnelwatch/shared/priority';

/** Rules that are counted by name: the catalogue has fewer, but an unknown message may have any number. */
export const MAX_COUNTED_RULES = 100;

/** What stands for all rules that are not counted by name. */
export const OTHER_RULES = '(others)';

/** Alerts that were opened since the start, by rule and by the priority that they had first. */
export class OpenedAlerts {
  private readonly counts = new Map<string, Map<Priority, number>>();
  private lastId = 0;

  /** Alerts of before, which were opened by an earlier run. */
  know(alerts: Iterable<Pick<Alert, 'id'>>): void {
    for (const { id } of alerts) this.lastId = Math.max(this.lastId, id);
  }

  /** Alerts of one step, in any order: their numbers increase with the time of opening. */
  note(alerts: readonly Pick<Alert, 'id' | 'rule' | 'priority' | 'isPast'>[]): void {
    let last = this.lastId;
    for (const { id, rule, priority, isPast } of alerts) {
      if (id <= this.lastId || isPast) continue;
      const counts = this.of(rule);
      counts.set(priority, (counts.get(priority) ?? 0) + 1);
      last = Math.max(last, id);
    }
    this.lastId = last;
  }

  *list(): Generator<{ rule: string; priority: Priority; count: number }> {
    for (const [rule, counts] of this.counts) {
      for (const [priority, count] of counts) yield { rule, priority, count };
    }
  }

  private of(rule: string): Map<Priority, number> {
    const name = this.counts.has(rule) || this.counts.size < MAX_COUNTED_RULES ? rule : OTHER_RULES;
    let counts = this.counts.get(name);
    if (counts === undefined) {
      counts = new Map();
      this.counts.set(name, counts);
    }
    return counts;
  }
}
