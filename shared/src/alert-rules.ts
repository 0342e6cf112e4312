import { z } from 'zod';
import type { Problem } from './error-code.js';
import { prioritySchema } from './priority.js';
import { namedShape } from './inventory.js';
import { subjectSchema } from './subject.js';

/** The classes that have a rate rule of their own. */
export const RATE_CLASSES = [
  'replay',
  'integrity',
  'decryption',
  'encryption',
  'malformed',
  'reassembly',
  'ecn',
] as const;

export type RateClass = (typeof RATE_CLASSES)[number];

/** Longest window and longest quiet time of a rule, minutes: counts by minute are kept for a quarter of an hour. */
export const MAX_WINDOW_MINUTES = 10;

/** Limits of a numeric rule setting. */
export interface RuleRange {
  least: number;
  most: number;
  isWhole: boolean;
}

const COUNT: RuleRange = { least: 1, most: 1_000_000_000, isWhole: true };

/** Limits of the numeric rule settings. */
export const RULE_RANGES = {
  windowMinutes: { least: 1, most: MAX_WINDOW_MINUTES, isWhole: true },
  count: COUNT,
  onDelaySeconds: { least: 0, most: 600, isWhole: true },
  offShare: { least: 0.05, most: 1, isWhole: false },
  offDelaySeconds: { least: 0, most: 300, isWhole: true },
  highCount: COUNT,
  factor: { least: 1.5, most: 1000, isWhole: false },
  learnHours: { least: 1, most: 720, isWhole: true },
  quietMinutes: { least: 1, most: 15, isWhole: true },
  resizeCount: COUNT,
  tunnels: { least: 2, most: 100_000, isWhole: true },
} as const satisfies Record<string, RuleRange>;

export type RuleNumber = keyof typeof RULE_RANGES;

function within({ least, most, isWhole }: RuleRange) {
  const number = z.number().min(least).max(most);
  return isWhole ? number.int() : number;
}

const enabled = z.boolean();
const windowMinutes = within(RULE_RANGES.windowMinutes);
const count = within(COUNT);
const quietMinutes = within(RULE_RANGES.quietMinutes);
/** Clears below this share of the threshold, so that a rate near it does not flap. */
const offShare = within(RULE_RANGES.offShare);
/** Clears after it was below for this long, rounded up to whole minutes. */
const offDelaySeconds = within(RULE_RANGES.offDelaySeconds);

/** Too many events of one class on one tunnel. */
export const rateSettingsSchema = z.strictObject({
  enabled,
  /** Events are summed over this many minutes of event time. */
  windowMinutes,
  /** Raises an alert at this count or more. */
  count,
  /** The events must span at least this long: a single burst does not raise an alert. */
  onDelaySeconds: within(RULE_RANGES.onDelaySeconds),
  offShare,
  offDelaySeconds,
  priority: prioritySchema,
  /** At this count or more the priority is at least high; null for never. */
  highCount: count.nullable(),
});

export type RateSettings = z.infer<typeof rateSettingsSchema>;

/** Far more events of one class than usual for this tunnel. */
export const riseSettingsSchema = z.strictObject({
  enabled,
  windowMinutes,
  /** Multiple of the usual rate. */
  factor: within(RULE_RANGES.factor),
  /** And at least this many events within the window. */
  count,
  /** The usual rate is known after this many hours of learning. */
  learnHours: within(RULE_RANGES.learnHours),
  offShare,
  offDelaySeconds,
  priority: prioritySchema,
});

export type RiseSettings = z.infer<typeof riseSettingsSchema>;

/** A tunnel whose sequence numbers are exhausted (339). */
export const overflowSettingsSchema = z.strictObject({
  enabled,
  /** Clears after this long without a message. */
  quietMinutes,
  priority: prioritySchema,
});

export type OverflowSettings = z.infer<typeof overflowSettingsSchema>;

/** A gateway that is short of memory (632, and 579 where it is frequent). */
export const memorySettingsSchema = z.strictObject({
  enabled,
  /** This many 579 within the window count as much as one 632. */
  resizeCount: count,
  windowMinutes,
  quietMinutes,
  priority: prioritySchema,
});

export type MemorySettings = z.infer<typeof memorySettingsSchema>;

/** Encryption and decryption fail on several tunnels of a gateway at once (282 with 572 or 1057). */
export const cryptoHardwareSettingsSchema = z.strictObject({
  enabled,
  windowMinutes,
  /** Minimum number of tunnels of the gateway. */
  tunnels: within(RULE_RANGES.tunnels),
  /** Minimum number of failures of each within the window. */
  count,
  quietMinutes,
  priority: prioritySchema,
});

export type CryptoHardwareSettings = z.infer<typeof cryptoHardwareSettingsSchema>;

/** The rate rules, by name. */
export const alertRulesSchema = z.strictObject({
  'rate-replay': rateSettingsSchema,
  'rate-integrity': rateSettingsSchema,
  'rate-decryption': rateSettingsSchema,
  'rate-encryption': rateSettingsSchema,
  'rate-malformed': rateSettingsSchema,
  'rate-reassembly': rateSettingsSchema,
  'rate-ecn': rateSettingsSchema,
  rise: riseSettingsSchema,
  overflow: overflowSettingsSchema,
  memory: memorySettingsSchema,
  'crypto-hardware': cryptoHardwareSettingsSchema,
});

export type AlertRules = z.infer<typeof alertRulesSchema>;
export type AlertRuleName = keyof AlertRules;

const RATE: RateSettings = {
  enabled: true,
  windowMinutes: 5,
  count: 100,
  onDelaySeconds: 10,
  offShare: 0.5,
  offDelaySeconds: 300,
  priority: 'medium',
  highCount: null,
};

/**
 * Defaults for a large network. Reordering causes replay drops on healthy tunnels, so only a steady stream of them is
 * reported, as low, and from about thirty a second as high; an integrity or decryption failure has no harmless source in
 * such numbers; encryption failures are our own traffic that is lost.
 */
export const USUAL_ALERT_RULES: AlertRules = {
  'rate-replay': { ...RATE, count: 1000, priority: 'low', highCount: 10_000 },
  'rate-integrity': { ...RATE, highCount: 5000 },
  'rate-decryption': { ...RATE, highCount: null },
  'rate-encryption': { ...RATE, count: 50, highCount: 5000 },
  'rate-malformed': { ...RATE, count: 200, priority: 'low' },
  'rate-reassembly': { ...RATE, count: 200 },
  'rate-ecn': { ...RATE, count: 1000, priority: 'low' },
  rise: {
    enabled: true,
    windowMinutes: 10,
    factor: 10,
    count: 200,
    learnHours: 24,
    offShare: 0.5,
    offDelaySeconds: 300,
    priority: 'low',
  },
  overflow: { enabled: true, quietMinutes: 10, priority: 'high' },
  memory: { enabled: true, resizeCount: 500, windowMinutes: 5, quietMinutes: 15, priority: 'high' },
  'crypto-hardware': {
    enabled: true,
    windowMinutes: 2,
    tunnels: 3,
    count: 5,
    quietMinutes: 5,
    priority: 'high',
  },
};

/** Names of the rules, in display order. */
export const ALERT_RULE_NAMES = alertRulesSchema.keyof().options;

const ruleSettingsSchema = z.union([
  rateSettingsSchema,
  riseSettingsSchema,
  overflowSettingsSchema,
  memorySettingsSchema,
  cryptoHardwareSettingsSchema,
]);

/** A rule with its effective settings. */
export const ruleEntrySchema = z.object({
  name: alertRulesSchema.keyof(),
  /** Increases with every change; a change based on an older version is refused. */
  version: z.number().int().positive(),
  settings: ruleSettingsSchema,
  /** The configured settings, which are effective until an admin sets others. */
  configured: ruleSettingsSchema,
  /** True when an admin has set these settings; false when the configured ones are effective. */
  isSet: z.boolean(),
  /** When (epoch ms) and by whom it was last changed; null if never. */
  changed: z.object({ at: z.number(), by: z.string() }).nullable(),
});

export type RuleEntry = z.infer<typeof ruleEntrySchema>;

const isoTime = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));

/** A rule as HTTP returns it: times as ISO 8601. */
export const apiRuleEntrySchema = ruleEntrySchema.extend({
  changed: z.object({ at: isoTime, by: z.string() }).nullable(),
});

export const ruleListSchema = z.object({ items: z.array(apiRuleEntrySchema), nextCursor: z.null() });

/** New settings of a rule, complete, or null for the configured ones; with the version that the author saw. */
export const ruleBodySchema = z.strictObject({
  version: z.number().int().positive(),
  settings: z.record(z.string().max(100), z.unknown()).nullable(),
});

export type RuleBody = z.infer<typeof ruleBodySchema>;

/** How a change of a rule ended. */
export type RuleResult = { ok: true; rule: RuleEntry } | { ok: false; problem: Problem };

/** Settings to try out. */
export const budgetBodySchema = z.strictObject({ settings: z.record(z.string().max(100), z.unknown()) });

/** The alerts that a rule would have raised over the last seven days with given settings. */
export const alarmBudgetSchema = z.object({
  name: alertRulesSchema.keyof(),
  /** The time examined, ISO 8601. */
  from: isoTime,
  to: isoTime,
  /**
   * True when computed minute by minute, as the rule works. By the hour where there are too many events: then it is an
   * estimate, which treats the events of an hour as those of one minute, so it counts a subject at most once an hour.
   */
  grain: z.enum(['minute', 'hour']),
  /** Where counting begins; later than `from` where nothing older is stored. Null when nothing is stored. */
  countedFrom: isoTime.nullable(),
  alarms: z.number().int().nonnegative(),
  alarmsPerDay: z.number().nonnegative(),
  /** Highest number of alarms within one day. */
  mostInOneDay: z.number().int().nonnegative(),
  subjects: z.number().int().nonnegative(),
  /** Upper bound of the subjects that had as many events within two hours as the rule requires. */
  subjectsAtMost: z.number().int().nonnegative(),
  /** Share of the time with at least one active alarm, 0 to 1. */
  raisedShare: z.number().min(0).max(1),
  worst: z.array(
    z.object({ ...namedShape, subject: subjectSchema, alarms: z.number().int(), raisedMinutes: z.number().int() }),
  ),
});

export type AlarmBudget = z.infer<typeof alarmBudgetSchema>;
