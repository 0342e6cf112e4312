import { maintenanceWindowBodySchema } from '@tunnelwatch/shared/maintenance-window';
import { describe, expect, it } from 'vitest';
import { bodyOf, newDraft, phaseOf } from '../../../../../client/src/views/alerts/windows/window-form.js';

describe('the form of a maintenance window', () => {
  const draft = { ...newDraft(1_800_000_000_000), gateway: ' gw-a ', comment: ' change 7 ' };

  it('asks for what the server takes', () => {
    const body = bodyOf(draft);
    expect(body).toEqual({
      gateway: 'gw-a',
      matchkey: null,
      class: null,
      from: 1_800_000_000_000,
      until: 1_800_007_200_000,
      comment: 'change 7',
      notifyCritical: true,
    });
    if (typeof body === 'string') return;
    const times = { from: new Date(body.from).toISOString(), until: new Date(body.until).toISOString() };
    expect(maintenanceWindowBodySchema.parse({ ...body, ...times })).toEqual(body);
  });

  it.each([
    [{ gateway: '' }, /Enter a gateway/],
    [{ gateway: '', matchkey: 'x' }, /unique only within its gateway/],
    [{ until: draft.from }, /after the start/],
    [{ from: '' }, /start and an end/],
    [{ comment: ' ' }, /Enter a reason/],
  ])('says what is missing with %j', (part, words) => {
    expect(bodyOf({ ...draft, ...part })).toMatch(words);
  });

  it('tells open ones from those to come and those that are over', () => {
    const scope = { gateway: null, matchkey: null, class: null, comment: 'x', notifyCritical: true };
    const window = { id: 1, by: 'Ada', from: 10, until: 20, ...scope };
    expect([9, 10, 19, 20].map((now) => phaseOf(window, now))).toEqual(['scheduled', 'active', 'active', 'ended']);
  });
});
