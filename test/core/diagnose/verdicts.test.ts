import { describe, expect, it } from 'vitest';
import { PACKET_CAUSES } from '../../../server/src/simulator/packets/causes/all.js';
import { USUAL_DIAGNOSIS } from '@tunnelwatch/shared/diagnosis-settings';
import { diagnoseRange } from '../../../server/src/core/diagnose/diagnose-range.js';
import { Random } from '../../../server/src/simulator/random.js';
import { evaluate, rightShare } from './evaluation/evaluate.js';
import { diagnose, drawTunnel, loggedDrops, toDrops } from './evaluation/simulated-tunnel.js';

const SEEDS = 6;
const cause = (name: string) => PACKET_CAUSES.find((one) => one.name === name) ?? PACKET_CAUSES[0];

function tunnelsOf(name: string, count = 30) {
  const found = cause(name);
  if (found === undefined) throw new Error('there is no cause at all');
  return Array.from({ length: count }, (_, index) => drawTunnel(found, 7000 + index));
}

describe('verdicts on simulated tunnels, alone and mixed in one gateway', () => {
  const results = evaluate(SEEDS);

  it.each(results.map((result) => [result.cause.name, result] as const))('[DIA-10] name %s first', (_name, result) => {
    expect(result.tunnels).toBeGreaterThan(SEEDS);
    expect(rightShare(result)).toBeGreaterThanOrEqual(0.95);
  });

  it.each(results.map((result) => [result.cause.name, result] as const))(
    '[DIA-11] say of the first drops of %s nothing rather than something wrong',
    (_name, { thin, thinWrong }) => {
      expect(thin).toBeGreaterThan(SEEDS);
      expect(thinWrong / thin).toBeLessThanOrEqual(0.05);
    },
  );

  it('[DIA-10] hold for stamps of whole seconds', () => {
    for (const result of evaluate(SEEDS, { stampMs: 1000 })) {
      expect(rightShare(result), result.cause.name).toBeGreaterThanOrEqual(0.95);
    }
  });

  it('[DIA-11] are none, or the right ones, on gateways that name the right edge', () => {
    for (const result of evaluate(SEEDS, { edge: 'right' })) {
      const { cause: found, tunnels, verdicts } = result;
      const right = (verdicts.get(found.truth) ?? 0) + (verdicts.get('undetermined') ?? 0);
      expect(right / tunnels, found.name).toBeGreaterThanOrEqual(0.95);
    }
  });
});

describe('made up numbers', () => {
  const LAST = 2 ** 32 - 1;
  const aged = (share: number) =>
    tunnelsOf('forged', 40).map((tunnel) => ({
      ...tunnel,
      firstSeqno: Math.floor(Math.min(share * LAST, LAST - tunnel.packetsPerSecond * 900)),
    }));

  it.each([0.5, 0.7, 0.9])(
    '[DIA-12] are told from recorded ones also where %d of them lie below the window and few fail the integrity check',
    (share) => {
      for (const tunnel of aged(share)) {
        const drops = toDrops(loggedDrops(tunnel));
        expect(diagnose(drops).verdicts[0]?.name, JSON.stringify(tunnel)).toBe('forged');
        expect(diagnose(drops).verdicts.map(({ name }) => name)).not.toContain('replay');
      }
    },
  );

  it('[DIA-12] are called nothing rather than recorded while they are few', () => {
    const names = [0.5, 0.7, 0.9, 0.98].flatMap((share) =>
      aged(share).flatMap((tunnel) => {
        const drops = toDrops(loggedDrops(tunnel));
        return [8, 12, 20, 30].map((count) => diagnose(drops.slice(0, count)).verdicts[0]?.name);
      }),
    );
    expect(names.filter((name) => name === 'replay').length).toBeLessThanOrEqual(names.length * 0.02);
    for (const name of names) expect(['forged', 'undetermined', 'replay']).toContain(name);
  });

  it('[DIA-12] are not suspected of what a queue held up at a million packets a second', () => {
    for (const tunnel of tunnelsOf('buffering', 10)) {
      const fast = { ...tunnel, packetsPerSecond: 1_000_000, firstSeqno: 1 };
      expect(diagnose(toDrops(loggedDrops(fast))).verdicts[0]?.name).toBe('buffering');
    }
  });

  it('[DIA-12] are not suspected of recorded packets that are sent in no order: some would lie above the window', () => {
    const rate = 10_000;
    const drops = Array.from({ length: 200 }, (_, index) => {
      const base = 2 ** 31 + index * rate;
      // Anywhere in the 27 hours before.
      const seqno = base - 5 * rate - ((index * 2_654_435_769) % 2 ** 30);
      const numbers = { seqnoHigh: 0, seqnoLow: seqno, baseHigh: 0, baseLow: base, windowSize: 64 };
      return { seq: index + 1, time: index * 1000 + 1, messageId: 278, ...numbers };
    });
    expect(diagnose(drops).verdicts[0]?.name).toBe('replay');
  });

  it('[DIA-12] are not seen in late packets of extended numbers, which a gateway takes for those of the next four billion', () => {
    const rate = 1000;
    const drops = Array.from({ length: 120 }, (_, index) => {
      const base = 5000 + index * rate;
      const numbers = { seqnoHigh: 7, baseHigh: 7, baseLow: base, windowSize: 64, time: index * 1000 + 1 };
      if (index % 4 === 0) return { ...numbers, seq: index + 1, messageId: 278, seqnoLow: base + 10 };
      // Late by up to 200 packets: its upper half is inferred to be one higher.
      const late = { seqnoHigh: 8, seqnoLow: base - 70 - ((index * 37) % 130) };
      const none = { baseHigh: Number.NaN, baseLow: Number.NaN, windowSize: Number.NaN };
      return { ...numbers, ...late, ...none, seq: index + 1, messageId: 611 };
    });
    expect(diagnose(drops).verdicts.map(({ name }) => name)).not.toContain('forged');
  });
});

describe('the edge that windowbase names', () => {
  it('[DIA-4] is known for certain to be the left one by a single drop above it', () => {
    for (const tunnel of tunnelsOf('duplication')) {
      const drops = toDrops(loggedDrops(tunnel));
      expect(diagnose(drops).window.edge).toMatchObject({ finding: 'left', used: 'left' });
    }
  });

  it('[DIA-4] is never called the left one on a gateway that names the right one', () => {
    for (const tunnel of [...tunnelsOf('duplication'), ...tunnelsOf('reordering')]) {
      const { edge } = diagnose(toDrops(loggedDrops(tunnel), { edge: 'right' })).window;
      expect(edge.finding).not.toBe('left');
      expect(edge.finding).not.toBe('contradiction');
    }
  });

  it('[DIA-4] becomes likely the right one when a thousand drops lie below it and copies pile up on it', () => {
    const drops = tunnelsOf('duplication', 4).flatMap((tunnel) => toDrops(loggedDrops(tunnel), { edge: 'right' }));
    expect(drops.length).toBeGreaterThan(1000);
    expect(diagnose(drops).window.edge).toMatchObject({ finding: 'right-likely', used: 'right' });
  });
});

describe('the edge that other tunnels of the gateway prove', () => {
  it('[DIA-8] ends the doubt of a tunnel whose own drops do not tell it, and changes no count of its own', () => {
    let doubted = 0;
    for (const tunnel of tunnelsOf('reordering', 40)) {
      const drops = toDrops(loggedDrops(tunnel)).filter(
        ({ baseLow, seqnoLow }) => seqnoLow <= baseLow && seqnoLow > baseLow - 8,
      );
      if (drops.length < 8) continue;
      const proof = tunnelsOf('duplication', 1).flatMap((other) => toDrops(loggedDrops(other)));
      const range = { from: 0, to: Number.MAX_SAFE_INTEGER, events: drops.length, drops, cryptoTunnels: 0 };
      const alone = diagnoseRange(range, USUAL_DIAGNOSIS);
      const beside = diagnoseRange({ ...range, neighbours: proof }, USUAL_DIAGNOSIS);
      doubted += 1;
      expect(alone.window.edge).toMatchObject({ finding: 'undetermined', neighbours: 0 });
      expect(alone.verdicts[0]?.name).toBe('undetermined');
      expect(beside.window.edge).toMatchObject({
        finding: 'left',
        drops: drops.length + beside.window.edge.neighbours,
      });
      expect(beside.window).toMatchObject({ late: alone.window.late, duplicate: alone.window.duplicate });
      expect(beside.verdicts[0]?.evidence[0]?.text).not.toContain('right edge');
    }
    expect(doubted).toBeGreaterThan(3);
  });
});

describe('a long stretch of reordering', () => {
  it('[DIA-4] does not make the right edge likely: late packets lie below the base in a smooth tail', () => {
    for (const seed of [1, 2, 3, 4]) {
      const random = new Random(seed, 1);
      const drops = Array.from({ length: 3000 }, (_, index) => {
        const base = 1_000_000 + index * 700;
        const behind = 1 + Math.floor(random.exponential(40 * seed));
        const numbers = { seqnoHigh: 0, seqnoLow: base - behind, baseHigh: 0, baseLow: base, windowSize: 64 };
        return { seq: index + 1, time: index * 70, messageId: 278, ...numbers };
      });
      const { window, verdicts } = diagnose(drops);
      expect(window.edge).toMatchObject({ finding: 'undetermined', used: 'left' });
      expect(verdicts[0]?.name).toBe('reordering');
    }
  });
});

describe('the window that is advised', () => {
  it('[DIA-6] lets the late packets pass that it promised to save', () => {
    let advised = 0;
    for (const tunnel of tunnelsOf('reordering', 60)) {
      const logged = loggedDrops(tunnel);
      const { advice } = diagnose(toDrops(logged)).window;
      if (advice === null) continue;
      advised += 1;
      expect(advice.current).toBe(tunnel.windowSize);
      const late = logged.filter(({ messageId, seqno, base }) => messageId === 278 && seqno < base);
      const stillLate = new Set(
        loggedDrops(tunnel, advice.window).flatMap(({ messageId, seqno, base }) =>
          messageId === 278 && seqno < base ? [seqno] : [],
        ),
      );
      const saved = late.filter(({ seqno }) => !stillLate.has(seqno)).length;
      expect(saved).toBeGreaterThanOrEqual(advice.accepted * 0.98);
      expect(advice.accepted).toBeGreaterThanOrEqual(advice.late * 0.9);
    }
    expect(advised).toBeGreaterThan(40);
  });

  it('[DIA-6] is none for packets that were replayed, or held up for long', () => {
    for (const tunnel of [...tunnelsOf('replay-attack'), ...tunnelsOf('peer-reset')]) {
      expect(diagnose(toDrops(loggedDrops(tunnel))).window.advice, JSON.stringify(tunnel)).toBeNull();
    }
  });
});

describe('the forecast of the end of a counter', () => {
  it('[DIA-7] is within 5 % of the truth at a steady rate, and says its uncertainty', () => {
    let forecasts = 0;
    for (const tunnel of [...tunnelsOf('duplication'), ...tunnelsOf('reordering')]) {
      const logged = loggedDrops(tunnel);
      const [forecast] = diagnose(toDrops(logged)).window.forecasts;
      const last = logged.findLast(({ messageId }) => messageId === 278);
      if (forecast === undefined || last === undefined) continue;
      forecasts += 1;
      const left = ((2 ** 32 - 1 - (last.base + last.windowSize - 1)) / tunnel.packetsPerSecond) * 1000;
      expect(forecast.counter).toBe('peer');
      expect(Math.abs(forecast.at - last.atMs - left)).toBeLessThanOrEqual(left * 0.05);
      expect(forecast.earliest).toBeLessThanOrEqual(forecast.at);
      expect(forecast.latest).toBeGreaterThanOrEqual(forecast.at);
    }
    expect(forecasts).toBeGreaterThan(50);
  });

  it('[DIA-7] is that of our own counter where messages about packets to be sent tell it, up to its end', () => {
    const rate = 50_000;
    const first = 2 ** 32 - 1 - rate * 3600;
    const at = (second: number, messageId: number, seqno: number) => {
      const none = { baseHigh: Number.NaN, baseLow: Number.NaN, windowSize: Number.NaN };
      return { seq: second + 1, time: second * 1000 + 1, messageId, seqnoHigh: 0, seqnoLow: seqno, ...none };
    };
    const failed = Array.from({ length: 60 }, (_, second) => at(second, 572, first + second * rate));
    const { window } = diagnose(failed);
    expect(window.forecasts).toMatchObject([{ counter: 'own' }]);
    expect(Math.abs((window.forecasts[0]?.at ?? 0) - 3_600_000)).toBeLessThan(36_000);
    expect(window.own).toMatchObject({ overflows: 0, seqno: String(first + 59 * rate) });
    const ended = diagnose([...failed, ...[3600, 3601, 3602].map((second) => at(second, 339, 2 ** 32 - 1))]).window;
    expect(ended.own).toMatchObject({ overflows: 3, seqno: '4294967295' });
  });

  it('[DIA-7] is none once a number was seen that only extended sequence numbers have', () => {
    const [tunnel] = tunnelsOf('duplication', 1);
    if (tunnel === undefined) throw new Error('no tunnel');
    const drops = toDrops(loggedDrops(tunnel)).map((drop) => ({
      ...drop,
      seqnoHigh: drop.seqnoHigh + 3,
      baseHigh: drop.baseHigh + 3,
    }));
    const { window, verdicts } = diagnose(drops);
    expect(window).toMatchObject({ isEsn: true, forecasts: [] });
    expect(verdicts[0]?.name).toBe('duplication');
  });
});

describe('a new SA', () => {
  it('[DIA-5] is marked however young the one before was', () => {
    const line = (time: number, base: number) => {
      const numbers = { seqnoHigh: 0, seqnoLow: base + 5, baseHigh: 0, baseLow: base, windowSize: 64 };
      return { seq: time, time, messageId: 278, ...numbers };
    };
    const { window } = diagnose([line(1000, 500), line(2000, 900), line(3000, 20), line(4000, 100), line(5000, 90)]);
    // A line that came a little late is no new SA.
    expect(window.rekeys).toEqual([3000]);
  });

  it('[DIA-5] is marked where the base falls, and late lines of the old one do not count as another', () => {
    const tunnels = tunnelsOf('duplication', 2).map((tunnel) => ({ ...tunnel, firstSeqno: 1 }));
    const [first, second] = tunnels.map((tunnel) => toDrops(loggedDrops(tunnel)));
    if (first === undefined || second === undefined) throw new Error('no tunnels');
    const old = first.map((drop) => ({ ...drop, baseLow: drop.baseLow + 2 ** 31, seqnoLow: drop.seqnoLow + 2 ** 31 }));
    const at = (old.at(-1)?.time ?? 0) + 1000;
    const start = second[0]?.time ?? 0;
    const young = second.map((drop) => ({ ...drop, time: at + drop.time - start }));
    const straggler = old.slice(-1).map((drop) => ({ ...drop, time: at + 5 }));
    const { window } = diagnose([...old, ...young.slice(0, 3), ...straggler, ...young.slice(3)]);
    expect(window.rekeys).toEqual([young.find(({ messageId }) => messageId === 278)?.time]);
  });
});
