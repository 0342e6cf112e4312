import type { Condition } from './condition.js';

/** What can be wrong with our own store. */
export type StoreRule = 'store-missing' | 'store-damaged' | 'people-missing';

/** All rules about the store: what was raised by an earlier run is over when the store was opened anew [KEEP-9]. */
export const STORE_RULES: readonly StoreRule[] = ['store-missing', 'store-damaged', 'people-missing'];

const PRIORITIES: Readonly<Record<StoreRule, Condition['priority']>> = {
  'store-missing': 'urgent',
  'store-damaged': 'high',
  'people-missing': 'high',
};

/** The subject of these alerts. */
export const STORE_SUBJECT = { kind: 'store' } as const;

/** Something is wrong with the store, in the words that pages and log use too. */
export function storeCondition(rule: StoreRule, message: string, since: number): Condition {
  return {
    rule,
    subject: STORE_SUBJECT,
    message,
    severity: 'error',
    class: 'monitoring',
    priority: PRIORITIES[rule],
    since,
  };
}
