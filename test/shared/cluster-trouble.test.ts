import { clusterTroubles, isCutOff, storeDifferences } from '@tunnelwatch/shared/cluster-trouble';
import { describe, expect, it } from 'vitest';
import { madeCluster, madeCollector, madeNode } from '../support/made-cluster.js';

function kindsOf(part: Parameters<typeof madeCluster>[0]): readonly string[] {
  return clusterTroubles(madeCluster(part)).map(({ kind }) => kind);
}

describe('a node without its stream', () => {
  it('[CLU-42] is cut off once that has lasted for longer than a change of leader', () => {
    expect(isCutOff({ state: 'no-quorum', since: 1000 }, 6000)).toBe(false);
    expect(isCutOff({ state: 'no-quorum', since: 1000 }, 6001)).toBe(true);
    expect(isCutOff({ state: 'disconnected', since: 1000 }, 6001)).toBe(true);
    expect(isCutOff({ state: 'disconnected', since: null }, 0)).toBe(true);
    expect(isCutOff({ state: 'connected', since: null }, 6001)).toBe(false);
  });
});

describe('stores that differ', () => {
  const stores = (...compared: ('same' | 'differs' | 'unknown')[]) =>
    storeDifferences({
      member: 'own',
      nodes: [madeNode({ name: 'own' }), ...compared.map((store, at) => madeNode({ name: `n${String(at)}`, store }))],
    });

  it('[CLU-44] outvote a node by a majority only: of two that differ nobody knows which one is right', () => {
    expect(stores('same', 'same')).toBeNull();
    expect(stores('unknown', 'unknown')).toBeNull();
    expect(stores('differs')).toEqual({ nodes: ['n0'], isOutvoted: false });
    expect(stores('differs', 'same')).toEqual({ nodes: ['n0'], isOutvoted: false });
    expect(stores('differs', 'differs')).toEqual({ nodes: ['n0', 'n1'], isOutvoted: true });
    expect(stores('differs', 'differs', 'same', 'same')).toMatchObject({ isOutvoted: false });
  });

  it('[CLU-44] say nothing of a node that is not heard any more', () => {
    const nodes = [madeNode({ name: 'own' }), madeNode({ name: 'gone', store: 'differs', heardMs: 60_000 })];
    expect(storeDifferences({ member: 'own', nodes })).toBeNull();
  });
});

describe('the troubles of a cluster', () => {
  it('[CLU-48] are none while all is well', () => {
    expect(kindsOf({})).toEqual([]);
  });

  it('[CLU-48] name who is silent or behind, a spool or a stream that fills, and that nobody notifies', () => {
    expect(kindsOf({ nodes: [madeNode(), madeNode({ name: 'noc-b', isActing: true, heardMs: 10_001 })] })).toEqual([
      'nobody-acts',
      'node-silent',
    ]);
    expect(kindsOf({ nodes: [madeNode({ isActing: true, lagMs: 10_001, lagMessages: 5 })] })).toEqual(['node-behind']);
    expect(kindsOf({ collectors: [madeCollector({ heardMs: 10_001 })] })).toEqual(['collector-silent']);
    expect(kindsOf({ collectors: [madeCollector({ waitingBytes: 800_000_001 })] })).toEqual(['spool-filling']);
    expect(kindsOf({ collectors: [madeCollector({ waitingBytes: 800_000_000 })] })).toEqual([]);
    expect(kindsOf({ stream: { first: 1, last: 2, bytes: 91, maxBytes: 100, firstAt: 0 } })).toEqual([
      'stream-filling',
    ]);
  });

  it('[CLU-48] name who runs which version, in the order of versions, while there are several', () => {
    const nodes = [
      madeNode({ isActing: true, version: '1.10.0' }),
      madeNode({ name: 'noc-b', version: '1.9.0' }),
      madeNode({ name: 'noc-c', version: '1.8.0', heardMs: 60_000 }),
    ];
    const collectors = [madeCollector({ name: 'noc-b', version: '1.9.0' })];
    const versions = clusterTroubles(madeCluster({ nodes, collectors })).find(({ kind }) => kind === 'versions');
    expect(versions).toEqual({
      kind: 'versions',
      versions: [
        { version: '1.9.0', members: ['noc-b'] },
        { version: '1.10.0', members: ['noc-a'] },
      ],
    });
  });

  it('[CLU-48] of a node that is cut off are not that nobody else is heard', () => {
    const silent = madeNode({ name: 'noc-b', isActing: true, heardMs: 60_000 });
    const nodes = [madeNode({ heardMs: 0 }), silent];
    const collectors = [madeCollector({ heardMs: 60_000 })];
    expect(kindsOf({ state: 'disconnected', since: 0, reason: 'no server answers', nodes, collectors })).toEqual([]);
  });
});
