import type { TunnelDiagnosis } from '@tunnelwatch/shared/diagnosis';
import { USUAL_DIAGNOSIS } from '@tunnelwatch/shared/diagnosis-settings';
import { describe, expect, it } from 'vitest';
import { diagnoseRange } from '../../../server/src/core/diagnose/diagnose-range.js';
import type { Drop } from '../../../server/src/core/diagnose/drop.js';
import { LiveDiagnosis } from '../../../server/src/core/diagnose/live-diagnosis.js';
import { PACKET_CAUSES } from '../../../server/src/simulator/packets/causes/all.js';
import { Random } from '../../../server/src/simulator/random.js';
import { diagnose, drawTunnel, loggedDrops, toDrops } from './evaluation/simulated-tunnel.js';

const HALF = 2 ** 32;
const START = Date.UTC(2026, 1, 10, 17);
const none = { baseHigh: Number.NaN, baseLow: Number.NaN, windowSize: Number.NaN };
const halves = (number: number) => ({ high: Math.floor(number / HALF), low: number % HALF });

function refused(time: number, seqno: number, base: number, windowSize = 64): Drop {
  const [of, at] = [halves(seqno), halves(base)];
  const numbers = { seqnoHigh: of.high, seqnoLow: of.low, baseHigh: at.high, baseLow: at.low, windowSize };
  return { seq: 1, time: START + time, messageId: 278, ...numbers };
}

function failed(time: number, seqno: number, messageId = 611): Drop {
  const { high, low } = halves(seqno);
  return { seq: 1, time: START + time, messageId, seqnoHigh: high, seqnoLow: low, ...none };
}

const inOrder = (drops: readonly Drop[]) =>
  drops.toSorted((a, b) => a.time - b.time).map((drop, index) => ({ ...drop, seq: index + 1 }));
const named = (drops: readonly Drop[]) => diagnose(inOrder(drops)).verdicts;
const range = (count: number) => Array.from({ length: count }, (_, index) => index);

describe('[DIA-14] integrity failures below the window of a tunnel with extended sequence numbers', () => {
  const BASE = 3 * HALF + 50_000_000;
  const WRITTEN: Record<string, (seqno: number) => number> = {
    'in full': (seqno) => seqno,
    'with the lower half only': (seqno) => seqno % HALF,
    'with the upper half that the gateway inferred': (seqno) => seqno + HALF,
  };

  it.each(Object.entries(WRITTEN))('are late packets, with numbers %s', (_name, write) => {
    const late = range(40).map((index) => failed(1000 + index * 500, write(BASE - 9_000_000 + index * 200_000)));
    const [first] = named([refused(0, BASE + 5, BASE), ...late]);
    expect(first).toMatchObject({ name: 'esn-lateness', confidence: 'high' });
    expect(first?.evidence[0]?.text).toContain('40 of 40 failed integrity checks');
  });

  it.each(Object.entries(WRITTEN))('are not forged ones where they jump, with numbers %s', (_name, write) => {
    const random = new Random(3, 1);
    const late = range(60).map((index) => failed(1000 + index * 300, write(BASE - random.integer(1000, 40_000_000))));
    const moving = range(6).map((index) => refused(index * 4000, BASE + index * 4000 + 5, BASE + index * 4000));
    expect(named([...moving, ...late])[0]?.name).toBe('esn-lateness');
  });

  it('are recognized by our own counter too, which shows extended numbers', () => {
    const base = 80_000_000;
    const own = failed(0, 5 * HALF, 572);
    const late = range(40).map((index) => failed(1000 + index * 500, base - 9_000_000 + index * 200_000));
    expect(named([own, refused(1, base + 5, base), ...late])[0]?.name).toBe('esn-lateness');
  });

  it('are neither certain corruption nor forged where no line has shown the window', () => {
    const random = new Random(4, 1);
    const mixed = range(60).map((index) => {
      const number = 2 * HALF + 10_000_000 + index * 40_000 - random.integer(0, 20_000);
      return failed(index * 500, index % 2 === 0 ? number : number + HALF);
    });
    const [first] = named(mixed);
    expect(first?.name).not.toBe('forged');
    expect([first?.name, first?.confidence]).not.toEqual(['corruption', 'high']);
  });

  it('differ from damaged packets, which have numbers of the window, and from forged ones, which are on both sides', () => {
    const rate = 5000;
    const moving = range(60).map((index) => {
      const base = BASE + index * rate;
      return refused(index * 1000, base + 5, base);
    });
    const damaged = range(59).map((index) => failed(index * 1000 + 500, BASE + index * rate + rate / 2 + 63));
    const some = moving.filter((_drop, index) => index % 3 === 0);
    expect(named([...some, ...damaged])[0]).toMatchObject({ name: 'corruption', confidence: 'medium' });
    const random = new Random(5, 1);
    const forged = range(80).map((index) => failed(index * 700, random.integer(1, HALF - 1)));
    expect(named([...moving, ...forged])[0]?.name).toBe('forged');
  });
});

/** Late numbers of senders behind the furthest one, whose packets move the window. */
function sentBy(
  senders: readonly { behind: number; rate: number; everyMs: number }[],
  { rate = 2000, seconds = 60, stampMs = 1, seed = 1 } = {},
): Drop[] {
  const random = new Random(seed, 1);
  const base = 10_000_000;
  return senders.flatMap(({ behind, rate: own, everyMs }) =>
    range(Math.floor((seconds * 1000) / everyMs)).map((index) => {
      const time = Math.floor(index * everyMs + random.between(0, everyMs / 2));
      const seqno = base - behind + Math.floor((time * own) / 1000);
      return refused(Math.floor(time / stampMs) * stampMs, seqno, base + Math.floor((time * rate) / 1000));
    }),
  );
}

describe('[DIA-15] several senders behind one SA', () => {
  const CASES: Record<string, Drop[]> = {
    'two, of which one is behind': sentBy([{ behind: 50_000, rate: 1900, everyMs: 200 }]),
    'two at the same rate': sentBy([{ behind: 50_000, rate: 2000, everyMs: 200 }]),
    'three, interleaved': sentBy([
      { behind: 50_000, rate: 1900, everyMs: 300 },
      { behind: 20_000, rate: 1000, everyMs: 300 },
    ]),
    'five, in stamps of whole seconds': sentBy(
      [40_000, 90_000, 200_000, 600_000].map((behind) => ({ behind, rate: 1500, everyMs: 900 })),
      { stampMs: 1000 },
    ),
    'one with hardly any traffic': sentBy([{ behind: 50_000, rate: 2, everyMs: 500 }]),
    'one that is logged every few seconds': sentBy([{ behind: 50_000, rate: 1700, everyMs: 3000 }], { seconds: 240 }),
  };

  it.each(Object.entries(CASES))('are named, and not a replay: %s', (_name, drops) => {
    expect(named(drops).map(({ name }) => name)).not.toContain('replay');
    expect(named(drops)[0]?.name).toBe('several-senders');
  });

  it.each(Object.entries(CASES))('are never called a replay on the way there: %s', (_name, drops) => {
    const live = new LiveDiagnosis(USUAL_DIAGNOSIS);
    const sorted = inOrder(drops);
    const told: (string | undefined)[] = [];
    for (let now = START + 1000; now <= START + 250_000; now += 1000) {
      for (const drop of sorted) {
        if (drop.time >= now - 1000 && drop.time < now) live.add(1, 'gw1', drop, now);
      }
      told.push(...live.evaluate(now).map(({ verdict }) => verdict?.name));
    }
    expect(told).toContain('several-senders');
    expect(told).not.toContain('replay');
  });

  it('do not hide recorded packets that are sent beside them', () => {
    const random = new Random(2, 1);
    const burst = range(200).map((index) => {
      const pass = Math.floor(index / 50);
      const time = 30_000 + pass * 6000 + (index % 50) * 5;
      return refused(time, 9_000_000 + pass * 1000 + (index % 50), 10_000_000 + time * 2 + random.integer(0, 3));
    });
    const drops = [...sentBy([{ behind: 50_000, rate: 1900, everyMs: 200 }]), ...burst];
    expect(named(drops)[0]?.name).toBe('replay');
  });

  it('do not delay the suspicion of a burst for long: once it has stopped, it is a replay', () => {
    const live = new LiveDiagnosis(USUAL_DIAGNOSIS);
    const before = range(10).map((index) => refused(index * 500, 10_000_005 + index * 1000, 10_000_000 + index * 1000));
    const burst = range(50).map((index) => refused(5000 + index * 20, 9_000_000 + index, 10_010_000 + index * 40));
    const told: (string | undefined)[] = [];
    const drops = inOrder([...before, ...burst]);
    for (let now = START + 1000; now <= START + 20_000; now += 1000) {
      for (const drop of drops) if (drop.time >= now - 1000 && drop.time < now) live.add(1, 'gw1', drop, now);
      told.push(...live.evaluate(now).map(({ verdict }) => verdict?.name));
    }
    expect(told).toContain('replay');
    expect(told).not.toContain('several-senders');
    const page = { from: START, to: START + 20_000, events: drops.length, drops, cryptoTunnels: 0 };
    expect(diagnoseRange(page, USUAL_DIAGNOSIS).verdicts[0]?.name).toBe('replay');
  });
});

describe('[DIA-16] a peer that continues with an old counter', () => {
  const RATE = 1000;
  const TOP = 10_000_063;

  function switchedOver(step: number, everyMs: number): TunnelDiagnosis {
    const before = range(20).map((index) => {
      const base = 10_000_000 - (19 - index) * RATE;
      return refused(index * 1000, base + 3, base);
    });
    const climbing = range(40_000 / everyMs).map((index) =>
      refused(20_000 + index * everyMs, 9_900_000 + index * step, 10_000_000),
    );
    return diagnose(inOrder([...before, ...climbing]));
  }

  it.each([
    [1, 1],
    [100, 100],
    [2000, 2000],
  ])('is named, with the time at which its numbers reach the window: steps of %i every %i ms', (step, everyMs) => {
    const { verdicts, window } = switchedOver(step, everyMs);
    expect(verdicts[0]?.name).toBe('peer-switch-over');
    expect(verdicts.map(({ name }) => name)).not.toContain('replay');
    const { catchUp } = window;
    if (catchUp === null) throw new Error('there is no forecast');
    const due = catchUp.seenAt + ((TOP - Number(catchUp.seqno)) / RATE) * 1000;
    expect(catchUp.top).toBe(String(TOP));
    expect(Math.abs(catchUp.at - due)).toBeLessThan(2500);
    expect(catchUp.earliest).toBeLessThanOrEqual(catchUp.at);
    expect(catchUp.latest).toBeGreaterThanOrEqual(catchUp.at);
    expect(verdicts[0]?.evidence.at(-1)?.text).toContain(new Date(catchUp.at).toISOString().slice(11, 16));
  });

  it('is not a peer that restarted at 1, and not the other way round', () => {
    const reset = range(100).map((index) => refused(index * 100, 1 + index, 10_000_000));
    expect(named(reset)[0]?.name).toBe('peer-reset');
    const young = range(200).map((index) => refused(index * 100, 30_000 + index * 3, 40_000));
    expect(named(young)[0]?.name).toBe('peer-switch-over');
  });

  it('has no forecast any more once the window moves again', () => {
    const climbing = range(100).map((index) => refused(index * 100, 9_990_000 + index * 100, 10_000_000));
    const after = refused(12_000, 10_002_001, 10_002_000);
    const { window } = diagnose(inOrder([...climbing, after]));
    expect(window.catchUp).toBeNull();
  });
});

describe('[DIA-17] evidence', () => {
  it('lists what happened, never what did not', () => {
    const texts = PACKET_CAUSES.flatMap((cause) =>
      range(12).flatMap((seed) => {
        const drops = toDrops(loggedDrops(drawTunnel(cause, 300 + seed)));
        return [10, 25, 600].flatMap((count) =>
          [0, 3].flatMap((crypto) => diagnose(drops.slice(0, count), crypto).verdicts),
        );
      }),
    ).flatMap(({ name, evidence }) => (name === 'undetermined' ? [] : evidence.map(({ text }) => text)));
    expect(texts.length).toBeGreaterThan(500);
    expect(
      texts.filter((text) => /(?<![\d.,:-])0 (?!s\b)|\bno (?!packet from the peer passes)|\bnone\b/i.test(text)),
    ).toEqual([]);
  });

  it('leaves out the packets of half a second to two of a buffer that is only too deep for a window', () => {
    const rate = 100_000;
    const drops = range(60).map((index) => {
      const base = 10_000_000 + index * rate;
      return refused(index * 1000, base - 30_000 - ((index * 37) % 900), base);
    });
    const [first] = named(drops);
    expect(first?.name).toBe('buffering');
    expect(first?.evidence.map(({ text }) => text)).toEqual([
      '60 packets would have needed a window of more than 4,096 packets',
    ]);
    expect(first?.evidence[0]?.events).not.toEqual([]);
  });
});

describe('[DIA-18] the share of dropped packets', () => {
  const late = (time: number, base: number) => refused(time, base - 100, base);

  it('is that between the first and the last movement of the window, without duplicates', () => {
    const drops = [late(0, 1000), late(1000, 2000), refused(1500, 2010, 2000), failed(1700, 2900), late(2000, 3000)];
    expect(diagnose(inOrder(drops)).window.dropShare).toEqual({
      from: START,
      to: START + 2000,
      packets: 2000,
      dropped: 3,
      duplicates: 1,
      share: 0.0015,
    });
  });

  it('leaves out what passed between two SAs, and our own packets', () => {
    const drops = [late(0, 50_000), late(1000, 51_000), late(60_000, 200), failed(60_500, 9, 572), late(61_000, 1200)];
    expect(diagnose(inOrder(drops)).window.dropShare).toMatchObject({ packets: 2000, dropped: 2 });
  });

  it('is unknown while the window has not been seen to move', () => {
    expect(diagnose(inOrder([late(0, 1000), late(500, 1000)])).window.dropShare).toBeNull();
    expect(diagnose(inOrder([failed(0, 1000)])).window.dropShare).toBeNull();
  });

  it('is close to the truth of simulated tunnels', () => {
    const [cause] = PACKET_CAUSES;
    if (cause === undefined) throw new Error('no cause');
    for (const seed of range(20)) {
      const tunnel = drawTunnel(cause, 500 + seed);
      const logged = loggedDrops(tunnel);
      const { dropShare } = diagnose(toDrops(logged)).window;
      if (dropShare === null) throw new Error('the window moves');
      const packets = ((dropShare.to - dropShare.from) / 1000) * tunnel.packetsPerSecond;
      expect(Math.abs(dropShare.packets - packets)).toBeLessThanOrEqual(packets * 0.05 + tunnel.windowSize + 1);
    }
  });
});
