import { ALERT_RULE_NAMES, alertRulesSchema, USUAL_ALERT_RULES } from '@tunnelwatch/shared/alert-rules';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { draftOf, isSameDraft, readDraft } from '../../../../client/src/views/rules/rule-draft.js';
import { RULE_LABELS } from '../../../../client/src/views/rules/rule-labels.js';

describe('the form of a rule', () => {
  it.each(ALERT_RULE_NAMES)('of %s gives back the settings that it was filled with', (name) => {
    const settings = USUAL_ALERT_RULES[name];
    const draft = draftOf(name, settings);
    expect(readDraft(name, draft)).toEqual({ settings, faults: null });
    expect(isSameDraft(name, draft, draftOf(name, settings))).toBe(true);
    expect(isSameDraft(name, draft, { ...draft, enabled: !draft.enabled })).toBe(false);
  });

  it('takes what the server takes, and says at the field what it does not', () => {
    const text = fc.oneof(
      fc.integer({ min: -1, max: 2000 }).map(String),
      fc.double({ min: 0, max: 1100, noNaN: true }).map((value) => value.toFixed(2)),
      fc.constantFrom('', ' 7 ', '1e3', '0x10', 'many', '1,000', '1000000001', '100.5'),
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...ALERT_RULE_NAMES),
        fc.array(text, { minLength: 6, maxLength: 6 }),
        (name, texts) => {
          const { numbers } = RULE_LABELS[name];
          const typed = Object.fromEntries(numbers.map((number, at) => [number, texts[at] ?? '']));
          const { settings, faults } = readDraft(name, { enabled: true, priority: 'low', texts: typed });
          if (settings !== null) {
            expect(alertRulesSchema.shape[name].safeParse(settings).success).toBe(true);
            return;
          }
          // Each field is judged by itself: with what was right before in place of the faulty ones it is accepted.
          const right = draftOf(name, USUAL_ALERT_RULES[name]).texts;
          const mended = Object.fromEntries(
            numbers.map((number) => [number, faults[number] === undefined ? typed[number] : right[number]]),
          );
          const read = readDraft(name, { enabled: true, priority: 'low', texts: mended });
          expect(alertRulesSchema.shape[name].safeParse(read.settings).success).toBe(true);
        },
      ),
    );
  });

  it('names the range of a field', () => {
    const draft = draftOf('rate-ecn', USUAL_ALERT_RULES['rate-ecn']);
    const faultsOf = (texts: object) => readDraft('rate-ecn', { ...draft, texts: { ...draft.texts, ...texts } }).faults;
    expect(faultsOf({ offShare: '101', windowMinutes: '1.5', count: 'x' })).toEqual({
      offShare: 'Must be 5 to 100 %.',
      windowMinutes: 'Must be a whole number.',
      count: 'Not a number: enter 1 to 1,000,000,000 events, such as 10.',
    });
    expect(faultsOf({ highCount: '' })).toBeNull();
  });
});
