import { alertRuleOf } from '@tunnelwatch/server/core/alert/rules/message-rule';
import { createCatalogue } from '@tunnelwatch/server/core/classify/catalogue';
import { BUILTIN_CATALOGUE } from '@tunnelwatch/shared/catalogue-entries';
import { priorityRank } from '@tunnelwatch/shared/priority';
import { SEVERITIES, severityRank } from '@tunnelwatch/shared/severity';
import { describe, expect, it } from 'vitest';
import { classified } from '../../../support/classified.js';

const TIME = Date.UTC(2026, 1, 10, 12);
const ruleOf = (body: string) => alertRuleOf(classified(TIME, body));

describe('[ALM-1] what opens an alert', () => {
  it('is every message of the catalogue that is Critical, Error or latching, and no other', () => {
    const opening = BUILTIN_CATALOGUE.filter(({ id }) => ruleOf(`IPSEC: id=${String(id)} matchkey=1`) !== undefined);
    expect(opening.map(({ id }) => id).sort((a, b) => a - b)).toEqual([633, 1682, 1683, 1696]);
  });

  it.each(SEVERITIES)('is a 1682 at %s, with the priority that it has by itself: a relay can hide nothing', (word) => {
    expect(ruleOf(`IPSEC: prio=${String(severityRank(word))} id=1682 iface=a`)).toEqual({
      name: 'message-1682',
      message: BUILTIN_CATALOGUE.find(({ id }) => id === 1682)?.message,
      priority: 'urgent',
      // The worse of what the line says and what the catalogue says.
      severity: severityRank(word) > severityRank('critical') ? word : 'critical',
      isLatching: true,
    });
  });

  it.each(BUILTIN_CATALOGUE.map(({ id }) => id))('never gives %i less than the priority of the catalogue', (id) => {
    const least = BUILTIN_CATALOGUE.find((entry) => entry.id === id)?.priority ?? 'urgent';
    for (const prio of [4, 5, 6, 7]) {
      const rule = ruleOf(`IPSEC: prio=${String(prio)} id=${String(id)} matchkey=1`);
      expect(priorityRank(rule?.priority ?? 'low')).toBeGreaterThanOrEqual(priorityRank(least));
      expect(rule?.priority).toBe(prio >= 5 || least === 'urgent' ? 'urgent' : 'high');
    }
  });

  it('is an unknown message that the gateway calls an Error or worse', () => {
    expect(ruleOf('IPSEC: prio=3 id=1690 matchkey=1')).toBeUndefined();
    expect(ruleOf('IPSEC: prio=4 id=1690 matchkey=1 event=odd')).toEqual({
      name: 'message-1690',
      message: 'odd',
      priority: 'high',
      severity: 'error',
      isLatching: false,
    });
    expect(ruleOf('IPSEC: prio=5 id=1690 matchkey=1')).toMatchObject({ message: 'message 1690', priority: 'urgent' });
  });

  it('is an unknown message without an id, by its text', () => {
    expect(ruleOf('IPSEC: prio=5 event=something_new matchkey=1')).toMatchObject({
      name: 'message-text something_new',
      message: 'something_new',
    });
  });

  it('is a message that a user calls latching, with no more priority than the user gives it', () => {
    const own = { ...BUILTIN_CATALOGUE[0], id: 4242, severity: 'notice', priority: 'low', isLatching: true } as const;
    const first = BUILTIN_CATALOGUE[0];
    if (first === undefined) throw new Error('the catalogue is empty');
    const catalogue = createCatalogue([{ ...first, ...own }]);
    const event = classified(TIME, 'IPSEC: prio=2 id=4242 matchkey=1', 'gw1', catalogue);
    expect(alertRuleOf(event)).toMatchObject({ priority: 'low', isLatching: true });
  });
});
