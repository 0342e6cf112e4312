import type { VerdictName } from '@tunnelwatch/shared/diagnosis';
import { USUAL_DIAGNOSIS } from '@tunnelwatch/shared/diagnosis-settings';
import { describe, expect, it } from 'vitest';
import { diagnoseGateway, groupVerdicts, type JudgedTunnel } from '../../server/src/diagnose/diagnose-gateway.js';

const NOW = Date.UTC(2026, 1, 10, 17);

function tunnelsOf(name: VerdictName, count: number, everyMs: number): JudgedTunnel[] {
  return Array.from({ length: count }, (_, index) => ({
    matchkey: `${name}-${String(index)}`,
    verdict: { name, confidence: 'high', since: NOW + index * everyMs },
    hasBegun: true,
  }));
}

function verdictsOf(tunnels: readonly JudgedTunnel[], messages: readonly (readonly [number, number])[] = []) {
  return diagnoseGateway({ tunnels, messages: new Map(messages), settings: USUAL_DIAGNOSIS }).map(({ name }) => name);
}

describe('[DIA-23] what the tunnels of a gateway share', () => {
  it.each(['reordering', 'buffering', 'duplication', 'corruption'] as const)(
    'is one cause on the path where %s began on several within a minute',
    (name) => {
      expect(verdictsOf(tunnelsOf(name, 3, 30_000))).toEqual(['common-path']);
      expect(verdictsOf(tunnelsOf(name, 2, 0))).toEqual([]);
      expect(verdictsOf(tunnelsOf(name, 30, 40_000))).toEqual([]);
    },
  );

  it.each(['integrity-key', 'encryption-key', 'padding'] as const)(
    'is a change of the configuration where %s began on several within a minute',
    (name) => {
      expect(verdictsOf(tunnelsOf(name, 4, 1000))).toEqual(['configuration-change']);
    },
  );

  it('is nothing where they failed as much before, as after a restart of ours', () => {
    const tunnels = tunnelsOf('reordering', 30, 0).map((tunnel) => ({ ...tunnel, hasBegun: false }));
    expect(verdictsOf(tunnels)).toEqual([]);
  });

  it('is nothing where each tunnel has its own cause', () => {
    const names = ['reordering', 'duplication', 'integrity-key', 'replay', 'peer-reset', 'forged'] as const;
    expect(verdictsOf(names.flatMap((name) => tunnelsOf(name, 2, 0)))).toEqual([]);
  });

  it('is the crypto hardware from two tunnels on', () => {
    expect(verdictsOf(tunnelsOf('crypto-hardware', 2, 0))).toEqual(['crypto-hardware']);
    expect(verdictsOf(tunnelsOf('crypto-hardware', 1, 0))).toEqual([]);
  });

  it('is told by messages that name no tunnel, and memory comes before what follows from it', () => {
    expect(
      verdictsOf(
        [],
        [
          [487, 5],
          [133, 3],
        ],
      ),
    ).toEqual(['fragmentation']);
    expect(verdictsOf([], [[487, 5]])).toEqual([]);
    expect(
      verdictsOf(
        [],
        [
          [632, 2],
          [633, 1],
          [413, 40],
        ],
      ),
    ).toEqual(['memory']);
  });

  it('groups the tunnels, the largest group first, with the newest as examples', () => {
    const groups = groupVerdicts([...tunnelsOf('replay', 2, 1000), ...tunnelsOf('reordering', 30, 1000)]);
    expect(groups.map(({ name, tunnels }) => [name, tunnels])).toEqual([
      ['reordering', 30],
      ['replay', 2],
    ]);
    expect(groups[0]).toMatchObject({ firstSince: NOW, lastSince: NOW + 29_000 });
    expect(groups[0]?.examples).toHaveLength(20);
    expect(groups[0]?.examples[0]?.matchkey).toBe('reordering-29');
  });
});
