import type { VerdictName } from '@tunnelwatch/shared/diagnosis';
import { USUAL_DIAGNOSIS } from '@tunnelwatch/shared/diagnosis-settings';
import { describe, expect, it } from 'vitest';
import type { SwitchOver } from '@tunnelwatch/shared/tunnel';
import { diagnoseGateway } from '../../../server/src/core/diagnose/diagnose-gateway.js';
import type { JudgedTunnel } from '../../../server/src/core/diagnose/gateway-rules/gateway-facts.js';
import { groupVerdicts } from '../../../server/src/core/diagnose/group-verdicts.js';

const NOW = Date.UTC(2026, 1, 10, 17);

function tunnelsOf(name: VerdictName, count: number, everyMs: number): JudgedTunnel[] {
  return Array.from({ length: count }, (_, index) => ({
    matchkey: `${name}-${String(index)}`,
    verdict: { name, confidence: 'high', since: NOW + index * everyMs },
    hasBegun: true,
  }));
}

function diagnose(
  tunnels: readonly JudgedTunnel[],
  messages: readonly (readonly [number, number])[] = [],
  switchOvers: readonly SwitchOver[] = [],
) {
  const settings = USUAL_DIAGNOSIS;
  return diagnoseGateway({ tunnels, messages: new Map(messages), switchOvers, now: NOW + 120_000, settings });
}

function verdictsOf(...facts: Parameters<typeof diagnose>) {
  return diagnose(...facts).map(({ name }) => name);
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

describe('[DIA-25] an HA switch-over', () => {
  const switched = (at = NOW, newSas = 0): SwitchOver => ({ at, from: 'Master', to: 'Slave', newSas });

  it('is the one cause of what began on several tunnels within a minute of it', () => {
    const tunnels = [
      ...tunnelsOf('peer-reset', 6, 1000),
      ...tunnelsOf('reordering', 4, 5000),
      ...tunnelsOf('padding', 3, 0),
    ];
    const [first, ...others] = diagnose(tunnels, [], [switched(NOW - 20_000)]);
    expect(first).toMatchObject({ name: 'ha-switch-over', confidence: 'high', share: 1 });
    expect(first?.evidence.map(({ text }) => text)).toEqual([
      'Slave has logged instead of Master since 2026-02-10 16:59:40 UTC',
      '6 tunnels began within a minute with the same symptoms: peer restarted its counter',
      '4 tunnels began within a minute with the same symptoms: reordering on the path',
      '3 tunnels began within a minute with the same symptoms: padding type differs',
    ]);
    expect(others).toEqual([]);
    expect(verdictsOf(tunnels)).toEqual(['common-path', 'configuration-change']);
  });

  it('leaves what began at another time, or failed before, to its own cause', () => {
    const later = tunnelsOf('reordering', 5, 0);
    expect(verdictsOf(later, [], [switched(NOW - 61_000)])).toEqual(['common-path']);
    const before = tunnelsOf('peer-reset', 9, 0).map((tunnel) => ({ ...tunnel, hasBegun: false }));
    expect(verdictsOf(before, [], [switched()])).toEqual([]);
    expect(
      verdictsOf([...tunnelsOf('peer-reset', 3, 0), ...later], [], [switched(NOW - 61_000), switched(NOW - 59_000)]),
    ).toEqual(['ha-switch-over']);
  });

  it('does not explain packets that somebody may have recorded or made up', () => {
    expect(verdictsOf([...tunnelsOf('replay', 5, 0), ...tunnelsOf('forged', 5, 0)], [], [switched()])).toEqual([]);
  });

  it('is told by new SAs alone while it is of late, and is nothing where no tunnel tells of it', () => {
    expect(verdictsOf([], [], [switched(NOW, 3)])).toEqual(['ha-switch-over']);
    expect(verdictsOf([], [], [switched(NOW - 400_000, 3)])).toEqual([]);
    expect(verdictsOf([], [], [switched(NOW, 2)])).toEqual([]);
  });
});
