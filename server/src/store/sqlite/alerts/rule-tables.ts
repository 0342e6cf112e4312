import type { DatabaseSyncInstance, StatementSyncInstance } from '@photostructure/sqlite';
import { z } from 'zod';
import { numberIn, textIn } from '../rows.js';
import { type Measure, MEASURES } from '../../../core/alert/rates/measure.js';
import type { StoredRule } from '../../../core/alert/rates/rule-settings.js';
import type { UsualRate } from '../../../core/alert/rates/usual-rates.js';
import type { Batch } from '../../store.js';

/** As many as are in memory: those that were learned for longest, in the order in which they were last seen. */
const MAX_LOADED_RATES = 262_144;
const LOADED_RATES = `
  SELECT * FROM (SELECT * FROM usual_rate WHERE hours > 0 ORDER BY hours DESC, hour DESC LIMIT ?)
  ORDER BY hour, subject_id`;

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
    for (const row of this.database.prepare(LOADED_RATES).iterate(MAX_LOADED_RATES)) {
      const stored = toUsualRate(row);
      if (stored === undefined) continue;
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
function toUsualRate(row: unknown): UsualRate | undefined {
  const name = textIn(row, 'measure');
  const measure = MEASURES.findIndex((each: Measure) => each === name);
  if (measure < 0) return undefined;
  return {
    measure,
    subjectId: numberIn(row, 'subject_id'),
    perHour: numberIn(row, 'per_hour'),
    hours: numberIn(row, 'hours'),
    hour: numberIn(row, 'hour'),
    count: numberIn(row, 'count'),
    isExcluded: numberIn(row, 'is_excluded') === 1,
  };
}
