import type { AlertRuleName, RuleNumber } from '@tunnelwatch/shared/alert-rules';
import { formatCount } from '../../format/format-number.js';

/** A rule in words for people. */
export interface RuleWords {
  readonly title: string;
  /** When it raises an alert. */
  readonly raises: string;
  /** Its numbers, in the order of the form. */
  readonly numbers: readonly RuleNumber[];
  /** What its alerts are about: the word for several of them. */
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

function rateWords(title: string, events: string): RuleWords {
  return { title, raises: `Too many ${events} on one tunnel`, numbers: RATE, subjects: 'tunnels' };
}

export const RULE_WORDS: Readonly<Record<AlertRuleName, RuleWords>> = {
  'rate-replay': rateWords('Anti-replay drops', 'packets dropped by the anti-replay check'),
  'rate-integrity': rateWords('Integrity failures', 'packets whose integrity check failed'),
  'rate-decryption': rateWords('Decryption failures', 'packets that could not be decrypted'),
  'rate-encryption': rateWords('Encryption failures', 'packets that could not be encrypted'),
  'rate-malformed': rateWords('Malformed packets', 'malformed packets'),
  'rate-reassembly': rateWords('Reassembly failures', 'packets that could not be reassembled'),
  'rate-ecn': rateWords('ECN mismatches', 'packets whose ECN marks do not fit'),
  rise: {
    title: 'Rise above the usual',
    raises: 'Far more events of one class than this tunnel usually has',
    numbers: ['windowMinutes', 'factor', 'count', 'learnHours', 'offShare', 'offDelaySeconds'],
    subjects: 'tunnels',
  },
  overflow: {
    title: 'Sequence numbers used up',
    raises: 'A tunnel said that its sequence numbers are used up (339): it sends nothing until it is rekeyed',
    numbers: ['quietMinutes'],
    subjects: 'tunnels',
  },
  memory: {
    title: 'Short of memory',
    raises: 'A gateway cut its database of associations (632), or often could not enlarge a buffer (579)',
    numbers: ['resizeCount', 'windowMinutes', 'quietMinutes'],
    subjects: 'gateways',
  },
  'crypto-hardware': {
    title: 'Congested crypto hardware',
    raises: 'Encryption and decryption fail on several tunnels of a gateway at once (282 with 572 or 1057)',
    numbers: ['windowMinutes', 'tunnels', 'count', 'quietMinutes'],
    subjects: 'gateways',
  },
};

/** How a number of a rule is named and what it means. */
export interface NumberWords {
  readonly label: string;
  readonly unit: string;
  readonly meaning: string;
  /** It is written as so many times what is stored: a share as percent. */
  readonly scale: number;
}

const NUMBER_WORDS: Readonly<Record<RuleNumber, NumberWords>> = {
  windowMinutes: { label: 'Window', unit: 'min', meaning: 'Events are summed over so long', scale: 1 },
  count: { label: 'From', unit: 'events', meaning: 'So many within the window raise it', scale: 1 },
  onDelaySeconds: { label: 'On delay', unit: 's', meaning: 'The events span at least so long', scale: 1 },
  offShare: { label: 'Off below', unit: '%', meaning: 'Share of the threshold below which it ends', scale: 100 },
  offDelaySeconds: { label: 'Off delay', unit: 's', meaning: 'It stays below for so long, in whole minutes', scale: 1 },
  highCount: {
    label: 'High from',
    unit: 'events',
    meaning: 'Then its priority is at least high; empty for never',
    scale: 1,
  },
  factor: { label: 'Factor', unit: '×', meaning: 'So many times the usual rate of the tunnel', scale: 1 },
  learnHours: { label: 'Learns for', unit: 'h', meaning: 'What is usual is known after so long', scale: 1 },
  quietMinutes: { label: 'Quiet time', unit: 'min', meaning: 'It ends when nothing came for so long', scale: 1 },
  resizeCount: {
    label: 'Buffers from',
    unit: 'events',
    meaning: 'So many 579 of a gateway within the window',
    scale: 1,
  },
  tunnels: { label: 'Tunnels', unit: 'tunnels', meaning: 'On so many of one gateway at once', scale: 1 },
};

const OF_RULES: Partial<Record<AlertRuleName, Partial<Record<RuleNumber, Partial<NumberWords>>>>> = {
  rise: { count: { label: 'At least', meaning: 'Fewer within the window are never a rise' } },
  'crypto-hardware': {
    count: { label: 'Failures', meaning: 'On each of these tunnels within the window' },
    quietMinutes: { meaning: 'It ends when fewer than half as many tunnels failed so for so long' },
  },
};

/** The words of a number as its rule means it. */
export function numberWords(rule: AlertRuleName, name: RuleNumber): NumberWords {
  return { ...NUMBER_WORDS[name], ...OF_RULES[rule]?.[name] };
}

/** A number of a rule with its unit, such as `5 min`; null is never. */
export function numberText(value: number | null, { unit, scale }: NumberWords): string {
  if (value === null) return 'never';
  return `${formatCount(Number((value * scale).toPrecision(12)))} ${unit}`;
}
