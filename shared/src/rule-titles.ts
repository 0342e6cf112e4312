import type { AlertRuleName } from './alert-rules.js';

/** What the rules about rates are called. */
export const RULE_TITLES: Readonly<Record<AlertRuleName, string>> = {
  'rate-replay': 'Anti-replay drops',
  'rate-integrity': 'Integrity failures',
  'rate-decryption': 'Decryption failures',
  'rate-encryption': 'Encryption failures',
  'rate-malformed': 'Malformed packets',
  'rate-reassembly': 'Reassembly failures',
  'rate-ecn': 'ECN mismatches',
  rise: 'Rise above normal',
  overflow: 'Sequence numbers exhausted',
  memory: 'Low memory',
  'crypto-hardware': 'Crypto hardware congestion',
};

/** The name of a rule in words: `store-missing` is `Store missing`, where it has no other. */
export function ruleTitle(rule: string): string {
  const known = Object.entries(RULE_TITLES).find(([name]) => name === rule)?.[1];
  const words = rule.replaceAll('-', ' ');
  return known ?? words.charAt(0).toUpperCase() + words.slice(1);
}
