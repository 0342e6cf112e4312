import {
  isOfMessage,
  messagesOfRule,
  subjectQuery,
} from '../../../../../client/src/views/alerts/detail/alert-query.js';
import { BUILTIN_CATALOGUE } from '@tunnelwatch/shared/catalogue-entries';
import { describe, expect, it } from 'vitest';
import { sampleAlert } from '../../../../support/samples.js';

const TUNNEL = { kind: 'tunnel', gateway: 'gw1', matchkey: 'a' } as const;

describe('the messages behind an alert', () => {
  it.each([
    ['rate-integrity', 'integrity', [611]],
    ['rate-decryption', 'decryption', [254, 282, 464, 604, 606]],
    ['crypto-hardware', 'encryption', [282, 572, 1057]],
    ['silence', 'monitoring', []],
  ] as const)('of the rule %s on %s are %j', (rule, failureClass, ids) => {
    const found = messagesOfRule({ rule, class: failureClass }, BUILTIN_CATALOGUE).map(({ id }) => id);
    expect(found.sort((a, b) => a - b)).toEqual(ids);
    expect(isOfMessage({ rule })).toBe(false);
  });

  it('are looked for by class where a rule counts a class, and by their number where it is one', () => {
    const of = (rule: string, failureClass: 'integrity' | 'encryption', messageId: number | null) =>
      subjectQuery(sampleAlert({ rule, class: failureClass, messageId, subject: TUNNEL }));
    expect(of('rate-integrity', 'integrity', null)).toEqual({ class: 'integrity', gateway: 'gw1', matchkey: 'a' });
    expect(of('crypto-hardware', 'encryption', null)).toEqual({ gateway: 'gw1', matchkey: 'a' });
    expect(of('message-611', 'integrity', 611)).toEqual({ messageId: 611, gateway: 'gw1', matchkey: 'a' });
  });
});
