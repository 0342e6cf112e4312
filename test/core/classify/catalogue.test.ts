import { createCatalogue, normaliseText } from '@tunnelwatch/server/core/classify/catalogue';
import { mergeCatalogue, type MergedCatalogue } from '@tunnelwatch/server/core/classify/catalogue-file';
import { type CatalogueEntry, isFromUser } from '@tunnelwatch/shared/catalogue';
import { BUILTIN_CATALOGUE } from '@tunnelwatch/shared/catalogue-entries';
import { describe, expect, it } from 'vitest';

const catalogue = createCatalogue(BUILTIN_CATALOGUE);

const merge = (messages: unknown): MergedCatalogue => mergeCatalogue(BUILTIN_CATALOGUE, { messages });

function mergedEntry(messages: unknown, id: number): CatalogueEntry | undefined {
  const merged = merge(messages);
  if (!merged.ok) throw new Error(JSON.stringify(merged.problems));
  return createCatalogue(merged.entries).byId(id);
}

/** Path and message of each problem. */
function problemsOf(merged: MergedCatalogue): readonly string[] {
  return merged.ok ? [] : merged.problems.map((problem) => `${problem.path.map(String).join('.')}: ${problem.message}`);
}

describe('createCatalogue', () => {
  it('finds every entry by id, and nothing for an id that it does not have', () => {
    for (const entry of BUILTIN_CATALOGUE) expect(catalogue.byId(entry.id)).toBe(entry);
    for (const id of [0, 1690, 99_999, -278, 278.5, Number.NaN]) expect(catalogue.byId(id)).toBeUndefined();
  });

  it('finds every entry by its text, whatever its case, separators and full stop', () => {
    for (const entry of BUILTIN_CATALOGUE) {
      const hasNew = entry.parameters.includes('new');
      const written = [
        entry.message,
        entry.message.toUpperCase(),
        entry.message.replaceAll(' ', '_').replace(/\.$/, ''),
      ];
      for (const text of written) expect(catalogue.byText(text, hasNew)).toBe(entry);
    }
  });

  it('tells 766 and 768 apart by the parameter new', () => {
    expect(catalogue.byText('ecn_codepoint_mismatch', true)?.id).toBe(766);
    expect(catalogue.byText('ecn_codepoint_mismatch', false)?.id).toBe(768);
  });

  it('lets new decide nothing where a text is not shared', () => {
    expect(catalogue.byText('Low memory initializing SAD.', false)?.id).toBe(632);
    expect(catalogue.byText('Decryption failed', true)?.id).toBe(282);
  });

  it.each(['', '.', 'decryption', 'Decryption failed badly', '__proto__', 'constructor'])(
    'has nothing for the text %j',
    (text) => {
      expect(catalogue.byText(text, false)).toBeUndefined();
    },
  );

  it('prefers a message of the guide where a user’s has the same text', () => {
    const merged = merge([{ id: 1, message: 'decryption failed' }]);
    expect(merged.ok && createCatalogue(merged.entries).byText('Decryption failed.', false)?.id).toBe(282);
  });

  it('normalises a text once and for all', () => {
    expect(normaliseText('  Anti-Replay__check\tfailed. ')).toBe('anti replay check failed');
    expect(normaliseText(normaliseText('Bad IP version.'))).toBe(normaliseText('Bad IP version.'));
  });
});

describe('mergeCatalogue', () => {
  it('adds a message with defaults for what the file leaves out', () => {
    expect(mergedEntry([{ id: 1690, message: 'Something of ours.' }], 1690)).toEqual({
      id: 1690,
      message: 'Something of ours.',
      categories: ['IPSEC'],
      severity: 'notice',
      parameters: [],
      gatewayAction: 'none',
      actionDescription: null,
      explanation: 'The user’s catalogue file adds this message without an explanation.',
      proposedAction: null,
      ourAdvice: null,
      note: null,
      failureClass: 'unknown',
      isLatching: false,
      priority: 'low',
      section: null,
      origin: 'user',
      userFields: ['message'],
    });
  });

  it('overrides the fields that are named and keeps the others', () => {
    const before = catalogue.byId(278);
    const after = mergedEntry([{ id: 278, ourAdvice: 'Call us.', priority: 'high' }], 278);
    expect(after).toEqual({
      ...before,
      ourAdvice: 'Call us.',
      priority: 'high',
      origin: 'user',
      userFields: ['ourAdvice', 'priority'],
    });
  });

  it('takes every word for a severity that a line may have', () => {
    for (const word of ['information', 'Informational', 'info', 'INFO'])
      expect(mergedEntry([{ id: 1690, message: 'm', severity: word }], 1690)?.severity).toBe('information');
    expect(mergedEntry([{ id: 278, severity: 'warn' }], 278)?.severity).toBe('warning');
  });

  it('knows which fields are the file’s, and which the guide’s or ours', () => {
    const own = mergedEntry([{ id: 1690, message: 'm' }], 1690);
    const changed = mergedEntry([{ id: 278, explanation: 'Ours.' }], 278);
    const builtin = catalogue.byId(278);
    if (own === undefined || changed === undefined || builtin === undefined) throw new Error('an entry is missing');
    for (const field of ['explanation', 'proposedAction', 'ourAdvice'] as const) {
      expect(isFromUser(own, field)).toBe(true);
      expect(isFromUser(changed, field)).toBe(field === 'explanation');
      expect(isFromUser(builtin, field)).toBe(false);
    }
  });

  it('lets a field be emptied on purpose', () => {
    expect(mergedEntry([{ id: 278, ourAdvice: null }], 278)?.ourAdvice).toBeNull();
  });

  it('never lowers the operator priority of a known message', () => {
    for (const entry of BUILTIN_CATALOGUE.filter((each) => each.priority !== 'low')) {
      expect(problemsOf(merge([{ id: entry.id, priority: 'low' }]))).toEqual([
        `messages.0.priority: priority low is below ${entry.priority}, the minimum for message ${entry.id}`,
      ]);
      expect(mergedEntry([{ id: entry.id, priority: 'urgent' }], entry.id)?.priority).toBe('urgent');
      expect(mergedEntry([{ id: entry.id, failureClass: 'ecn' }], entry.id)?.priority).toBe(entry.priority);
    }
  });

  it('reports everything that is wrong, each with its path', () => {
    const messages = [
      { id: 1690 },
      { id: 278, prioritty: 'high' },
      { id: 611, severity: 'loud' },
      { message: 'no id' },
      'text',
      { id: 282, note: 'a' },
      { id: 282, note: 'b' },
      { id: 254, origin: 'builtin' },
    ];
    expect(problemsOf(merge(messages))).toEqual([
      'messages.0.id: message 1690 is new and has no text',
      'messages.1.prioritty: unknown key',
      'messages.2.severity: this value is not valid',
      'messages.3.id: this value is not valid',
      'messages.4: this value is not valid',
      'messages.6.id: message 282 is defined twice',
      'messages.7.origin: unknown key',
    ]);
  });

  it.each([null, [], 'x', {}, { messages: 5 }, { messages: [], more: 1 }])('refuses the file %j', (document) => {
    expect(mergeCatalogue(BUILTIN_CATALOGUE, document).ok).toBe(false);
  });

  it('leaves the catalogue as it is for an empty list', () => {
    expect(merge([])).toEqual({ ok: true, entries: BUILTIN_CATALOGUE });
  });
});
