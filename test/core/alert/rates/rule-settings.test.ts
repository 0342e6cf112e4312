import { RuleSettings, type StoredRule } from '@tunnelwatch/server/core/alert/rates/rule-settings';
import { rulesOf, rulesSchema } from '@tunnelwatch/server/config/rules-schema';
import { alertRulesSchema, USUAL_ALERT_RULES } from '@tunnelwatch/shared/alert-rules';
import { describe, expect, it } from 'vitest';
import { person } from '../../../support/alert-books.js';

const NOW = Date.UTC(2026, 1, 10, 12);
const settings = { enabled: true, quietMinutes: 5, priority: 'urgent' };

describe('[ALM-38] the settings of rules', () => {
  it('have right defaults', () => {
    expect(alertRulesSchema.parse(USUAL_ALERT_RULES)).toEqual(USUAL_ALERT_RULES);
  });

  it('of the configuration differ from the defaults in what they name', () => {
    const rules = rulesOf({ rules: rulesSchema.parse('{"rate-replay":{"count":7},"rise":{"enabled":false}}') });
    expect(rules).toEqual({
      ...USUAL_ALERT_RULES,
      'rate-replay': { ...USUAL_ALERT_RULES['rate-replay'], count: 7 },
      rise: { ...USUAL_ALERT_RULES.rise, enabled: false },
    });
    expect(rulesSchema.safeParse({ nosuch: {} }).success).toBe(false);
    expect(rulesSchema.safeParse('{').success).toBe(false);
  });

  it('are set once by who saw the newest, entered with before and after, and stored', () => {
    const rules = new RuleSettings(USUAL_ALERT_RULES, []);
    expect(rules.set('overflow', { version: 1, settings }, person('Anna'), NOW)).toEqual({
      ok: true,
      rule: {
        name: 'overflow',
        version: 2,
        settings,
        configured: USUAL_ALERT_RULES.overflow,
        isSet: true,
        changed: { at: NOW, by: 'Anna' },
      },
    });
    expect(rules.set('overflow', { version: 1, settings }, person('Bert'), NOW)).toMatchObject({
      ok: false,
      problem: { code: 'stale-version', status: 409, current: { version: 2 } },
    });
    expect(rules.takeAudit()).toMatchObject([
      { action: 'ruleSet', target: 'rule overflow', at: NOW, before: USUAL_ALERT_RULES.overflow, after: settings },
    ]);
    const stored = rules.takeChanges();
    expect(new RuleSettings(USUAL_ALERT_RULES, stored).entries()).toEqual(rules.entries());
    expect([rules.takeAudit(), rules.takeChanges()]).toEqual([[], []]);
  });

  it('that are wrong are refused and change nothing', () => {
    const rules = new RuleSettings(USUAL_ALERT_RULES, []);
    for (const wrong of [
      {},
      { ...settings, quietMinutes: 0 },
      { ...settings, more: 1 },
      { ...settings, __proto__: { a: 1 }, quietMinutes: '5' },
    ]) {
      const result = rules.set('overflow', { version: 1, settings: wrong }, person('Anna'), NOW);
      expect(result).toMatchObject({ ok: false, problem: { code: 'bad-request', status: 400 } });
    }
    expect(rules.current).toEqual(USUAL_ALERT_RULES);
    expect(rules.takeChanges()).toEqual([]);
  });

  it('are those of the configuration again when an admin gives them back, also after it has changed', () => {
    const rules = new RuleSettings(USUAL_ALERT_RULES, []);
    rules.set('overflow', { version: 1, settings }, person('Anna'), NOW);
    expect(rules.set('overflow', { version: 2, settings: null }, person('Bert'), NOW + 1)).toMatchObject({
      ok: true,
      rule: { version: 3, settings: USUAL_ALERT_RULES.overflow, isSet: false, changed: { at: NOW + 1, by: 'Bert' } },
    });
    expect(rules.takeAudit().at(-1)).toMatchObject({ action: 'ruleReset', before: settings });
    const configured = { ...USUAL_ALERT_RULES, overflow: { ...USUAL_ALERT_RULES.overflow, quietMinutes: 7 } };
    const later = new RuleSettings(configured, rules.takeChanges().slice(-1));
    expect(later.current).toEqual(configured);
    expect(later.set('overflow', { version: 2, settings }, person('Cleo'), NOW)).toMatchObject({ ok: false });
  });

  it('that another version stored and that fit no more count as not set', () => {
    const stored: StoredRule[] = [
      { rule: 'overflow', version: 3, settings: { gone: true }, at: NOW, by: 'Anna' },
      { rule: 'nosuch', version: 1, settings: {}, at: null, by: null },
    ];
    expect(new RuleSettings(USUAL_ALERT_RULES, stored).current).toEqual(USUAL_ALERT_RULES);
  });
});
