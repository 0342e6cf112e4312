import type { DatabaseSyncInstance, StatementSyncInstance } from '@photostructure/sqlite';
import { z } from 'zod';
import { type Measure, MEASURES } from '../../../core/alert/rates/measure.js';
import type { StoredRule } from '../../../core/alert/rates/rule-settings.js';
import type { UsualRate } from '../../../core/alert/rates/usual-rates.js';
import type { Batch } from '../../store.js';

const usualRowSchema = z.object({
  subject_id: z.number().int(),
  measure: z.string(),
  per_hour: z.number().nonnegative(),
  hours: z.number().int().nonnegative(),
  hour: z.number().int(),
  count: z.number().int().nonnegative(),
  is_excluded: z.number().int(),
});

const ruleRowSchema = z.object({
  rule: z.string(),
  version: z.number().int().positive(),
  settings: z.string(),
  set_ms: z.number().nullable(),
  set_by: z.string().nullable(),
});

/** What the rate rules store besides alerts: usual rates, and settings made by admins. */
export class RuleTables {
  private readonly usual: StatementSyncInstance;
  private readonly rule: StatementSyncInstance;

  constructor(private readonly database: DatabaseSyncInstance) {
    this.usual = database.prepare('INSERT OR REPLACE INTO usual_rate VALUES (?, ?, ?, ?, ?, ?, ?)');
    this.rule = database.prepare('INSERT OR REPLACE INTO rule_setting VALUES (?, ?, ?, ?, ?)');
  }

  /** @param canonicalOf returns the subject that a stored one is shown as; of several the rate that is learned now counts */
  loadUsual(canonicalOf: (subjectId: number) => number): UsualRate[] {
    const rates = new Map<string, UsualRate>();
    for (const stored of this.database.prepare('SELECT * FROM usual_rate').all().flatMap(toUsualRate)) {
      const rate = { ...stored, subjectId: canonicalOf(stored.subjectId) };
      const key = `${String(rate.subjectId)}.${String(rate.measure)}`;
      const known = rates.get(key);
      if (known === undefined || known.hour < rate.hour) rates.set(key, rate);
    }
    return [...rates.values()];
  }

  loadRules(): StoredRule[] {
    return this.database
      .prepare('SELECT * FROM rule_setting')
      .all()
      .map((row) => {
        const { rule, version, settings, set_ms: at, set_by: by } = ruleRowSchema.parse(row);
        const parsed: unknown = JSON.parse(settings);
        return { rule, version, settings: parsed, at, by };
      });
  }

  save({ usual = [], ruleSettings = [] }: Pick<Batch, 'usual' | 'ruleSettings'>): void {
    for (const { rule, version, settings, at, by } of ruleSettings) {
      this.rule.run(rule, version, JSON.stringify(settings), at, by);
    }
    for (const { subjectId, measure, perHour, hours, hour, count, isExcluded } of usual) {
      this.usual.run(subjectId, MEASURES[measure] ?? '', perHour, hours, hour, count, isExcluded ? 1 : 0);
    }
  }
}

/** Measures are stored by name: their numbers may change between versions. */
function toUsualRate(row: unknown): UsualRate[] {
  const { subject_id: subjectId, measure: name, per_hour: perHour, is_excluded, ...rest } = usualRowSchema.parse(row);
  const measure = MEASURES.findIndex((each: Measure) => each === name);
  return measure < 0 ? [] : [{ ...rest, subjectId, measure, perHour, isExcluded: is_excluded === 1 }];
}
