import { type AlertRuleName, RULE_RANGES, type RuleEntry, type RuleNumber } from '@tunnelwatch/shared/alert-rules';
import type { Priority } from '@tunnelwatch/shared/priority';
import { formatCount } from '@tunnelwatch/shared/format-number';
import { type NumberLabels, numberLabels, RULE_LABELS } from './rule-labels.js';

/** The content of a rule's form, as typed. */
export interface RuleDraft {
  readonly enabled: boolean;
  readonly priority: Priority;
  readonly texts: Readonly<Partial<Record<RuleNumber, string>>>;
}

/** Complete settings from a draft, or the errors by field. */
export type ReadDraft =
  | { readonly settings: RuleSettings; readonly faults: null }
  | { readonly settings: null; readonly faults: Readonly<Partial<Record<RuleNumber, string>>> };

type RuleSettings = Readonly<Record<string, boolean | string | number | null>>;

/** The form of a rule with these settings. */
export function draftOf(name: AlertRuleName, settings: RuleEntry['settings']): RuleDraft {
  const texts = RULE_LABELS[name].numbers.map((number) => {
    const value = numberOf(settings, number);
    return [number, value === null ? '' : writtenNumber(value, numberLabels(name, number))];
  });
  return { enabled: settings.enabled, priority: settings.priority, texts: Object.fromEntries(texts) };
}

/** A number of a rule; null if there is none, for instance if the priority never rises. */
export function numberOf(settings: RuleEntry['settings'], number: RuleNumber): number | null {
  const value: unknown = Object.entries(settings).find(([key]) => key === number)?.[1];
  return typeof value === 'number' ? value : null;
}

/** Parses the form; every field is validated separately. */
export function readDraft(name: AlertRuleName, { enabled, priority, texts }: RuleDraft): ReadDraft {
  const settings: Record<string, boolean | string | number | null> = { enabled, priority };
  const faults: Partial<Record<RuleNumber, string>> = {};
  for (const number of RULE_LABELS[name].numbers) {
    const value = readNumber(name, number, texts[number] ?? '');
    if (typeof value === 'string') faults[number] = value;
    else settings[number] = value;
  }
  return Object.keys(faults).length === 0 ? { settings, faults: null } : { settings: null, faults };
}

/** Whether two drafts have the same content. */
export function isSameDraft(name: AlertRuleName, one: RuleDraft, other: RuleDraft): boolean {
  return (
    one.enabled === other.enabled &&
    one.priority === other.priority &&
    RULE_LABELS[name].numbers.every((number) => one.texts[number]?.trim() === other.texts[number]?.trim())
  );
}

/** The valid range of a number, such as `1 to 10 min`. */
export function rangeText(name: AlertRuleName, number: RuleNumber): string {
  const words = numberLabels(name, number);
  const { least, most } = RULE_RANGES[number];
  return `${formatCount(scaled(least, words))} to ${formatCount(scaled(most, words))} ${words.unit}`;
}

/** A number, or what is wrong with the text. */
function readNumber(name: AlertRuleName, number: RuleNumber, typed: string): number | null | string {
  const text = typed.trim();
  if (text === '' && number === 'highCount') return null;
  if (text === '') return `Enter a number: ${rangeText(name, number)}.`;
  if (!/^\d+(\.\d+)?$/.test(text))
    return `Not a number: enter ${rangeText(name, number)}, such as ${exampleOf(number)}.`;
  const { scale } = numberLabels(name, number);
  const value = rounded(Number(text) / scale);
  const { least, most, isWhole } = RULE_RANGES[number];
  if (value < least || value > most) return `Must be ${rangeText(name, number)}.`;
  return isWhole && !Number.isInteger(value) ? 'Must be a whole number.' : value;
}

function exampleOf(number: RuleNumber): string {
  return RULE_RANGES[number].isWhole ? '10' : '12.5';
}

function writtenNumber(value: number, words: NumberLabels): string {
  return String(scaled(value, words));
}

function scaled(value: number, { scale }: NumberLabels): number {
  return rounded(value * scale);
}

/** Without binary rounding errors: 0.55 × 100 is 55.00000000000001. */
function rounded(value: number): number {
  return Number(value.toPrecision(12));
}
