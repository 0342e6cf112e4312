import { alertRulesSchema, cryptoHardwareSettingsSchema, memorySettingsSchema, overflowSettingsSchema, rateSettingsSchema, riseSettingsSchema, USUAL_ALERT_RULES, } from '@tunnelwatch/shared/alert-rules';
import { z } from 'zod';
import { fromJson } from './from-json.js';
const rate = rateSettingsSchema.partial().optional();
/** What a file says of rules differs from the defaults in what it names; a flag or a variable holds the same as JSON. */
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
/** The rules about rates as a file and the defaults give them. */
export function rulesOf({ rules }) {
    const given = new Map(Object.entries(rules));
    const merged = Object.entries(USUAL_ALERT_RULES).map(([name, usual]) => [name, { ...usual, ...given.get(name) }]);
    return alertRulesSchema.parse(Object.fromEntries(merged));
}
//# sourceMappingURL=rules-schema.js.map