import type { Condition } from './condition.js';

/** The problems of our own store, and of this server in serving people from it. */
export type StoreRule =
  | 'store-missing'
  | 'store-damaged'
  | 'people-missing'
  | 'audit-broken'
  | 'own-certificate'
  | 'people-shut-out'
  | 'stores-differ';

/** All rules about the store: alerts raised by an earlier run clear when the store is opened again [KEEP-9]. */
export const STORE_RULES: readonly StoreRule[] = [
  'store-missing',
  'store-damaged',
  'people-missing',
  'audit-broken',
  'own-certificate',
  'people-shut-out',
  'stores-differ',
];

const PRIORITIES: Readonly<Record<StoreRule, Condition['priority']>> = {
  'store-missing': 'urgent',
  'store-damaged': 'high',
  'people-missing': 'high',
  'audit-broken': 'high',
  'own-certificate': 'high',
  'people-shut-out': 'high',
  'stores-differ': 'high',
};

/** The subject of these alerts. */
export const STORE_SUBJECT = { kind: 'store' } as const;

/** A problem of the store, in the same words as on the pages and in the log. */
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
