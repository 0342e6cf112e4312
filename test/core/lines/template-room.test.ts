import { describe, expect, it } from 'vitest';
import { SHAPE_ARRIVAL } from '../../corpus/field-shapes.js';
import { lineRig } from '../../support/line-rig.js';

const KINDS = 20;
/** A line of a gateway that has twenty kinds of messages and thousands of tunnels. */
const steady = (number: number) =>
  `Nov 29 06:00:${String(number % 60).padStart(2, '0')} gw1 EFW: IPSEC: prio=2 id=278 rev=1 kind=${'abcdefghijklmnopqrstuvwxyz'.charAt(number % KINDS)} seqno=${String(number)} matchkey=a${String(number)}`;
const letters = (number: number) =>
  number.toString(26).replaceAll(/\d/g, (digit) => 'qrstuvwxyz'.charAt(Number(digit)));
/** Nobody sends a second line like it. */
const strange = (number: number) =>
  `Nov 29 06:00:00 h${letters(number)}z EFW: IPSEC: prio=2 id=278 seqno=7 matchkey=a1`;

/** Full decodings of a source of which one line comes between so many of a flood. */
function slowInFlood(flood: (number: number) => string, count: number, between: number): number {
  const rig = lineRig({ now: SHAPE_ARRIVAL, partEvents: 1024 });
  for (let number = 0; number < 4 * KINDS; number++) rig.line(steady(number), 'steady.log');
  const before = rig.slowOf('steady.log');
  for (let number = 0; number < count; number++) {
    rig.line(flood(number), 'flood.log');
    if (number % between === 0) rig.line(steady(number / between), 'steady.log');
    if (number % 1000 === 999) rig.commit();
  }
  return rig.slowOf('steady.log') - before;
}

describe('the room for templates', () => {
  it.each([
    ['lines that all differ', strange],
    ['lines that come twice', (number: number) => strange(Math.floor(number / 2))],
    ['lines that come twelve times', (number: number) => strange(Math.floor(number / 12))],
  ])('[TAIL-55] is not taken from one source by %s of another', (_name, flood) => {
    expect(slowInFlood(flood, 24_000, 100)).toBe(0);
  });

  it('[TAIL-55] is found again by a source whose lines had all been new for a while', () => {
    const rig = lineRig({ now: SHAPE_ARRIVAL, partEvents: 1024 });
    for (let number = 0; number < 20_000; number++) rig.line(strange(Math.floor(number / 9)), 'one.log');
    const isLearned = () => {
      for (let number = 0; number < 40 * KINDS; number++) rig.line(steady(number), 'one.log');
      const before = rig.slowOf('one.log');
      for (let number = 0; number < KINDS; number++) rig.line(steady(number), 'one.log');
      return rig.slowOf('one.log') === before;
    };
    for (let number = 0; number < 12_000; number++) rig.line(strange(7), 'one.log');
    rig.commit();
    expect(isLearned()).toBe(true);
  });
});
