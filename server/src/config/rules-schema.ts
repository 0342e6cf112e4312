import {
  type AlertRules,
  alertRulesSchema,
  cryptoHardwareSettingsSchema,
  memorySettingsSchema,
  overflowSettingsSchema,
  rateSettingsSchema,
  riseSettingsSchema,
  USUAL_ALERT_RULES,
} from '@tunnelwatch/shared/alert-rules';
import { z } from 'zod';
import { fromJson } from './from-json.js';

const rate = rateSettingsSchema.partial().optional();

/** A file's rules contain only what differs from the defaults; a flag or a variable contains the same as JSON. */
const overrides = z.strictObject({
  'rate-replay': rate,
  'rate-integrity': rate,
  'rate-decryption': rate,
  'rate-encryption': rate,
  'rate-malformed': rate,
  'rate-reassembly': rate,
  'rate-ecn': rate,
  rise: riseSettingsSchema.partial().optional(),
  overflow: overflowSettingsSchema.partial().optional(),
  memory: memorySettingsSchema.partial().optional(),
  'crypto-hardware': cryptoHardwareSettingsSchema.partial().optional(),
});

export const rulesSchema = z.preprocess(fromJson, overrides.default({}));

type RuleOverrides = z.output<typeof overrides>;

/** The rate rules from the file and the defaults. */
export function rulesOf({ rules }: { rules: RuleOverrides }): AlertRules {
  const given = new Map<string, object | undefined>(Object.entries(rules));
  const merged = Object.entries(USUAL_ALERT_RULES).map(([name, usual]) => [name, { ...usual, ...given.get(name) }]);
  return alertRulesSchema.parse(Object.fromEntries(merged));
}
