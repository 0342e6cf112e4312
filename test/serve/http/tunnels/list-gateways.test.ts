import { LiveModel } from '@tunnelwatch/server/core/aggregate/live-model';
import { listGateways } from '@tunnelwatch/server/serve/http/tunnels/list-gateways';
import type { GatewayListQuery } from '@tunnelwatch/shared/api';
import { beforeEach, describe, expect, it } from 'vitest';
import { MemoryHistory } from '../../../support/memory-history.js';

const NOW = 1_800_000_000_000;

let model: LiveModel;

beforeEach(() => {
  const seed = { step: 0, newestTime: null, subjects: [], kinds: [], totals: [], minutes: [] };
  model = new LiveModel(seed, NOW);
  const history = new MemoryHistory();
  const event = (gateway: string) => ({
    time: NOW,
    subject: { kind: 'tunnel' as const, gateway, matchkey: '1' },
    kindId: 1,
  });
  model.apply(history.commit([event('edge-10'), event('edge-2'), event('edge-2'), event('core')]), NOW);
});

function names(query: Partial<GatewayListQuery>): string[] {
  const context = { model: () => model, gatewayLife: () => undefined, referenceTime: () => NOW };
  return listGateways(context, { sort: 'gateway', order: 'asc', ...query }).map(({ gateway }) => gateway);
}

describe('the list of gateways', () => {
  it('[LIVE-84] is in the order that is asked for, numbers in names as numbers, and finds any part of a name', () => {
    expect(names({})).toEqual(['core', 'edge-2', 'edge-10']);
    expect(names({ order: 'desc' })).toEqual(['edge-10', 'edge-2', 'core']);
    expect(names({ sort: 'recent', order: 'desc' })).toEqual(['edge-2', 'core', 'edge-10']);
    expect(names({ q: 'EDGE' })).toEqual(['edge-2', 'edge-10']);
    expect(names({ q: 'nowhere' })).toEqual([]);
  });
});
