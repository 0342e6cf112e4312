import { describe, expect, it } from 'vitest';
import { MINUTE, Rig, START, ticks } from '../../../support/rate-rig.js';

const of = (rig: Rig, rule: string) => rig.all().filter((alert) => alert.rule === rule);

/** Failures of a kind on tunnels: encryption (5) or decryption (4), or one that could not enlarge a buffer (7). */
function fail(rig: Rig, tunnels: readonly number[], kindId: number, count: number, at = START): void {
  rig.feed(
    tunnels.map((subjectId) => ({ subjectId, kindId, second: at / 1000, count })),
    at,
  );
}

describe('[ALM-37] crypto hardware', () => {
  it.each([
    [
      'three tunnels, one of them outbound',
      [
        [[1, 2], 4, 5],
        [[3], 5, 5],
      ],
      true,
    ],
    ['two tunnels', [[[1, 2], 5, 50]], false],
    [
      'three tunnels, of which one failed less',
      [
        [[1, 2], 5, 5],
        [[3], 5, 4],
      ],
      false,
    ],
    ['three tunnels, all inbound', [[[1, 2, 3], 4, 5]], false],
  ] as const)('%s', (_words, failures, isRaised) => {
    const rig = new Rig();
    for (const [tunnels, kindId, count] of failures) fail(rig, tunnels, kindId, count);
    expect(of(rig, 'crypto-hardware')).toHaveLength(isRaised ? 1 : 0);
  });

  it('is one alert of the gateway, which ends when the tunnels are well', () => {
    const rig = new Rig();
    fail(rig, [1, 2, 3, 4, 5], 5, 10);
    expect(of(rig, 'crypto-hardware')).toMatchObject([
      { subject: { kind: 'gateway', gateway: 'gw1' }, class: 'encryption', priority: 'high', state: 'unacknowledged' },
    ]);
    ticks(rig, START + MINUTE, 4);
    expect(of(rig, 'crypto-hardware')).toMatchObject([{ isActive: true }]);
    rig.kill();
    rig.tick(START + 6 * MINUTE);
    expect(of(rig, 'crypto-hardware')).toMatchObject([{ isActive: false, state: 'returnedUnacknowledged' }]);
  });
});

describe('[ALM-36] memory', () => {
  it('is told at once when a gateway cut its database of associations, and ends after a quiet time', () => {
    const rig = new Rig();
    fail(rig, [0], 6, 1);
    expect(of(rig, 'memory')).toMatchObject([{ subject: { kind: 'gateway', gateway: 'gw1' }, priority: 'high' }]);
    ticks(rig, START + MINUTE, 14);
    expect(of(rig, 'memory')).toMatchObject([{ isActive: true }]);
    rig.tick(START + 16 * MINUTE);
    expect(of(rig, 'memory')).toMatchObject([{ isActive: false }]);
  });

  it('is told when buffers often cannot be enlarged, over all tunnels of the gateway', () => {
    const rig = new Rig();
    fail(rig, [1, 2, 3, 4], 7, 124);
    expect(of(rig, 'memory')).toEqual([]);
    fail(rig, [9], 7, 4);
    expect(of(rig, 'memory')).toHaveLength(1);
  });
});
