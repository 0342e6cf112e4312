import type { AlertHealth } from '@tunnelwatch/shared/alert-health';
import { describe, expect, it } from 'vitest';
import { healthFigures } from '../../../../../client/src/views/alerts/health/health-figures.js';

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
    expect(healthFigures(CALM).filter(({ isMet }) => isMet === false)).toEqual([]);
  });

  it('ask nothing of the share of the ten most frequent before it could be small', () => {
    const missed = healthFigures({ ...CALM, opened: 199, topTenShare: 1 }).filter(({ isMet }) => isMet === false);
    expect(missed).toEqual([]);
  });

  it('[SCR-7] do not claim to be met where there is too little to judge', () => {
    const figures = healthFigures({ ...CALM, opened: 7, topTenShare: 1 });
    expect(figures.filter(({ isMet }) => isMet === null).map(({ name }) => name)).toEqual(['Share of top 10']);
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
    const missed = healthFigures({ ...CALM, ...part }).filter(({ isMet }) => isMet === false);
    expect(missed.map((figure) => figure.name)).toEqual([name]);
  });
});
