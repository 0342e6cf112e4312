import type { AlertRuleName, RuleNumber } from '@tunnelwatch/shared/alert-rules';
import { RULE_TITLES } from '@tunnelwatch/shared/rule-titles';
import { formatCount } from '@tunnelwatch/shared/format-number';

/** Texts about a rule. */
export interface RuleLabels {
  readonly title: string;
  /** When it raises an alert. */
  readonly raises: string;
  /** Its numbers, in the order of the form. */
  readonly numbers: readonly RuleNumber[];
  /** Plural noun for the subjects of its alerts. */
  readonly subjects: 'tunnels' | 'gateways';
}

const RATE: readonly RuleNumber[] = [
  'windowMinutes',
  'count',
  'onDelaySeconds',
  'offShare',
  'offDelaySeconds',
  'highCount',
];

function rateWords(name: AlertRuleName, events: string): RuleLabels {
  return { title: RULE_TITLES[name], raises: `Too many ${events} on one tunnel`, numbers: RATE, subjects: 'tunnels' };
}

export const RULE_LABELS: Readonly<Record<AlertRuleName, RuleLabels>> = {
  'rate-replay': rateWords('rate-replay', 'packets dropped by the anti-replay check'),
  'rate-integrity': rateWords('rate-integrity', 'packets whose integrity check failed'),
  'rate-decryption': rateWords('rate-decryption', 'packets that could not be decrypted'),
  'rate-encryption': rateWords('rate-encryption', 'packets that could not be encrypted'),
  'rate-malformed': rateWords('rate-malformed', 'malformed packets'),
  'rate-reassembly': rateWords('rate-reassembly', 'packets that could not be reassembled'),
  'rate-ecn': rateWords('rate-ecn', 'packets with mismatching ECN marks'),
  rise: {
    title: RULE_TITLES.rise,
    raises: 'Far more events of one class than normal for this tunnel',
    numbers: ['windowMinutes', 'factor', 'count', 'learnHours', 'offShare', 'offDelaySeconds'],
    subjects: 'tunnels',
  },
  overflow: {
    title: RULE_TITLES.overflow,
    raises: 'A tunnel reports that its sequence numbers are exhausted (339): it sends nothing until it is rekeyed',
    numbers: ['quietMinutes'],
    subjects: 'tunnels',
  },
  memory: {
    title: RULE_TITLES.memory,
    raises: 'A gateway truncated its SA database (632), or repeatedly could not enlarge a buffer (579)',
    numbers: ['resizeCount', 'windowMinutes', 'quietMinutes'],
    subjects: 'gateways',
  },
  'crypto-hardware': {
    title: RULE_TITLES['crypto-hardware'],
    raises: 'Encryption and decryption fail on several tunnels of a gateway at once (282 with 572 or 1057)',
    numbers: ['windowMinutes', 'tunnels', 'count', 'quietMinutes'],
    subjects: 'gateways',
  },
};

/** Label and meaning of a rule's number. */
export interface NumberLabels {
  readonly label: string;
  readonly unit: string;
  readonly meaning: string;
  /** Factor from the stored to the displayed value: 100 for a share in percent. */
  readonly scale: number;
}

const NUMBER_LABELS: Readonly<Record<RuleNumber, NumberLabels>> = {
  windowMinutes: { label: 'Window', unit: 'min', meaning: 'Time over which events are counted', scale: 1 },
  count: { label: 'Threshold', unit: 'events', meaning: 'Events within the window that raise an alert', scale: 1 },
  onDelaySeconds: { label: 'For', unit: 's', meaning: 'The events must span at least this long', scale: 1 },
  offShare: { label: 'Clear below', unit: '%', meaning: 'Share of the threshold below which it clears', scale: 100 },
  offDelaySeconds: { label: 'Clear after', unit: 's', meaning: 'Time it must stay below, in whole minutes', scale: 1 },
  highCount: {
    label: 'High at',
    unit: 'events',
    meaning: 'Priority becomes at least High; empty for never',
    scale: 1,
  },
  factor: { label: 'Factor', unit: '×', meaning: 'Multiple of the normal rate of the tunnel', scale: 1 },
  learnHours: { label: 'Learning time', unit: 'h', meaning: 'Time until the normal rate is known', scale: 1 },
  quietMinutes: { label: 'Quiet time', unit: 'min', meaning: 'Clears after this long without events', scale: 1 },
  resizeCount: {
    label: 'Buffer events',
    unit: 'events',
    meaning: 'Messages 579 of a gateway within the window',
    scale: 1,
  },
  tunnels: { label: 'Tunnels', unit: 'tunnels', meaning: 'Tunnels of one gateway affected at once', scale: 1 },
};

const OF_RULES: Partial<Record<AlertRuleName, Partial<Record<RuleNumber, Partial<NumberLabels>>>>> = {
  rise: { count: { label: 'Minimum', meaning: 'Fewer events within the window never raise an alert' } },
  'crypto-hardware': {
    count: { label: 'Failures', meaning: 'On each of these tunnels within the window' },
    quietMinutes: { meaning: 'Clears when fewer than half as many tunnels have failed for this long' },
  },
};

/** The texts of a number for its rule. */
export function numberLabels(rule: AlertRuleName, name: RuleNumber): NumberLabels {
  return { ...NUMBER_LABELS[name], ...OF_RULES[rule]?.[name] };
}

/** A number of a rule with its unit, such as `5 min`; null is never. */
export function numberText(value: number | null, { unit, scale }: NumberLabels): string {
  if (value === null) return 'never';
  return `${formatCount(Number((value * scale).toPrecision(12)))} ${unit}`;
}
