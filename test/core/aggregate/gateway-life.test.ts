import { GatewayLives } from '@tunnelwatch/server/core/aggregate/gateway-life';
import { expect, it } from 'vitest';

interface Sign {
  gateway?: string;
  member?: string;
  sourceId?: number | null;
  skewMs?: number;
}

function note(lives: GatewayLives, at: number, { gateway = 'gw1', member, sourceId = 1, skewMs }: Sign = {}): void {
  lives.note(gateway, member, at, sourceId, skewMs);
}

it('keeps members, arrivals and the source of each gateway, and tells what changed once', () => {
  const lives = new GatewayLives([]);
  note(lives, 10, { member: 'Master' });
  note(lives, 20, { member: 'Slave', sourceId: 2 });
  note(lives, 30, { member: 'Slave' });
  note(lives, 40, { gateway: 'gw2', sourceId: null });
  const changes = lives.takeChanges();
  expect(changes).toMatchObject([
    { gateway: 'gw1', members: ['Master', 'Slave'], lastArrival: 30, lastLive: 30, sourceId: 1, skewMs: null },
    { gateway: 'gw2', members: [], lastArrival: 40, lastLive: null, sourceId: null },
  ]);
  expect(lives.takeChanges()).toEqual([]);
  const again = new GatewayLives(changes);
  note(again, 50);
  expect(again.takeChanges()).toMatchObject([{ gateway: 'gw1', members: ['Master', 'Slave'], lastArrival: 50 }]);
});

it('smooths the clock difference: one wild line among thirty changes nothing', () => {
  const lives = new GatewayLives([]);
  for (let second = 0; second < 40; second++) {
    note(lives, second, { skewMs: second === 39 ? 90_000_000 : 1000 + (second % 3) });
    expect([...lives.smoothSkews()]).toEqual(['gw1']);
  }
  expect([...lives.all()][0]?.record.skewMs).toBe(1001);
  expect([...lives.smoothSkews()]).toEqual([]);
});

it('says nothing of the clock by a file that is read once', () => {
  const lives = new GatewayLives([]);
  note(lives, 1, { sourceId: null, skewMs: 5000 });
  expect(lives.smoothSkews().size).toBe(0);
});

it('[STORE-31] gives the place of a newcomer that is silent to a new gateway when there are too many; known ones stay', () => {
  const lives = new GatewayLives([]);
  const left: string[] = [];
  lives.onLeave = ({ gateway }) => left.push(gateway);
  const hours = 2 * 3_600_000;
  note(lives, 0, { gateway: 'known' });
  note(lives, hours, { gateway: 'known' });
  for (let at = 1; at < 20_000; at++) note(lives, hours + at, { gateway: `x${String(at)}` });
  note(lives, hours + 30_000, { gateway: 'new' });
  expect(lives.has('new')).toBe(false);
  for (let at = 0; at < 700; at += 100) note(lives, hours + at * 1000, { gateway: 'x1' });
  lives.takeChanges();
  note(lives, hours + 700_000, { gateway: 'new' });
  note(lives, hours + 700_001, { gateway: 'new2' });
  expect(left).toEqual(['x2', 'x3']);
  expect(lives.takeGone()).toEqual(['x2', 'x3']);
  expect(['new', 'new2', 'known', 'x1'].map((gateway) => lives.has(gateway))).toEqual([true, true, true, true]);
  expect(lives.takeChanges().map(({ gateway }) => gateway)).toEqual(['new', 'new2']);
});

it('is bounded, whatever names a sender makes up', () => {
  const lives = new GatewayLives([]);
  for (let at = 0; at < 30_000; at++) note(lives, at, { gateway: `gw${String(at)}` });
  for (let at = 0; at < 100; at++) note(lives, at, { member: `member${String(at)}`, gateway: 'gw0' });
  const changes = lives.takeChanges();
  expect(changes).toHaveLength(20_000);
  expect(changes[0]?.members).toHaveLength(16);
});
