import type { AlertHealth } from '@tunnelwatch/shared/alert-health';
import { maintenanceWindowBodySchema } from '@tunnelwatch/shared/maintenance-window';
import { describe, expect, it } from 'vitest';
import { healthFigures } from '../../../client/src/views/alerts/health/health-figures.js';
import { bodyOf, newDraft, phaseOf } from '../../../client/src/views/alerts/windows/window-form.js';

const CALM: AlertHealth = {
  from: 0,
  to: 86_400_000,
  opened: 0,
  perTenMinutes: 0,
  mostInTenMinutes: 0,
  floodShare: 0,
  topTen: [],
  topTenShare: 0,
  chattering: 0,
  stale: 0,
  standing: 0,
  shelved: 0,
  suppressed: 0,
  priorityShares: [],
  acknowledgedAfterMs: null,
};

describe('figures of alarm health', () => {
  it('meet every goal where there is no alert', () => {
    expect(healthFigures(CALM).filter(({ isMet }) => !isMet)).toEqual([]);
  });

  it('ask nothing of the share of the ten most frequent before it could be small', () => {
    const missed = healthFigures({ ...CALM, opened: 199, topTenShare: 1 }).filter(({ isMet }) => !isMet);
    expect(missed).toEqual([]);
  });

  it.each([
    [{ perTenMinutes: 1.1 }, 'New alerts per 10 minutes'],
    [{ mostInTenMinutes: 10 }, 'Peak in 10 minutes'],
    [{ floodShare: 0.01 }, 'Time in flood'],
    [{ opened: 200, topTenShare: 0.06 }, 'Share of top 10'],
    [{ chattering: 1 }, 'Chattering'],
    [{ stale: 5 }, 'Stale'],
    [{ standing: 10 }, 'Standing'],
    [{ shelved: 30 }, 'Shelved'],
  ])('miss the goal with %j', (part, name) => {
    const missed = healthFigures({ ...CALM, ...part }).filter(({ isMet }) => !isMet);
    expect(missed.map((figure) => figure.name)).toEqual([name]);
  });
});

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
    const window = { id: 1, by: 'Ada', from: 10, until: 20, gateway: null, matchkey: null, class: null, comment: 'x' };
    expect([9, 10, 19, 20].map((now) => phaseOf(window, now))).toEqual(['scheduled', 'active', 'active', 'ended']);
  });
});
