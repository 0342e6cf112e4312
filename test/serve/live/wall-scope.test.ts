import type { Change, View } from '@tunnelwatch/shared/protocol';
import { USUAL_WALL } from '@tunnelwatch/shared/wall';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { sampleAlert } from '../../support/samples.js';
import { Stage, StageClient, START } from './stage.js';

let stage: Stage;

beforeEach(() => {
  vi.useFakeTimers({ now: START, toFake: ['Date', 'setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] });
  stage = new Stage();
  stage.answerAtOnce();
});

afterEach(() => {
  stage.close();
  vi.useRealTimers();
});

const VIEW = { view: 'wall', wall: 3 } as const satisfies View;

function show(...gateways: string[]): void {
  stage.walls.set(3, { ...USUAL_WALL, name: 'North', gateways });
}

async function joined(): Promise<StageClient> {
  const client = new StageClient(stage, VIEW);
  void client.connect();
  await stage.settle();
  return client;
}

/** A failure of one tunnel of each gateway, and alerts. */
async function happen(gateways: readonly string[], alerts: Parameters<typeof sampleAlert>[0][] = []): Promise<void> {
  const events = gateways.map((gateway) => ({
    time: Date.now(),
    subject: { kind: 'tunnel' as const, gateway, matchkey: '1' },
    kindId: 1,
  }));
  stage.commit(events, alerts.map(sampleAlert));
  stage.deliver();
  await stage.pass(1100);
}

const on = (gateway: string) => ({ kind: 'gateway' as const, gateway });

/** Everything in a message that could name a gateway. */
const textOf = (changes: readonly Change[]) => JSON.stringify(changes);

describe('a wall for some gateways', () => {
  it('[LIVE-80] is sent what concerns these, or no gateway at all, and nothing of the others', async () => {
    show('edge-*', 'CORE');
    const client = await joined();
    await happen(
      ['edge-1', 'core', 'hidden-9'],
      [
        { id: 1, subject: on('edge-1') },
        { id: 2, subject: on('hidden-9') },
        { id: 3, subject: { kind: 'store' } },
      ],
    );
    const { alerts, gateways, failing, heat, buckets } = client.state ?? {};
    expect(alerts?.alerts.map(({ id }) => id).sort()).toEqual([1, 3]);
    expect(gateways?.gateways.map(({ gateway }) => gateway)).toEqual(['edge-1', 'core']);
    expect(failing?.rows.map(({ gateway }) => gateway).sort()).toEqual(['core', 'edge-1']);
    expect(heat?.map(({ gateway }) => gateway)).toEqual(['edge-1', 'core']);
    expect(buckets?.buckets.flatMap(({ n }) => n).reduce((sum, count) => sum + count, 0)).toBe(2);
    const sent = stage.deltas.filter(({ room }) => room === 'wall 3').map(({ changes }) => textOf(changes));
    expect(sent.join('')).not.toContain('hidden-9');
  });

  it('[LIVE-81] says which gateways it shows, and how many unacknowledged Criticals the others have', async () => {
    show('edge-*');
    const client = await joined();
    await happen(
      ['edge-1', 'other'],
      [
        { id: 1, subject: on('edge-1') },
        { id: 2, subject: on('other') },
        { id: 3, subject: on('other'), severity: 'warning' },
        { id: 4, subject: on('other'), state: 'acknowledged' },
      ],
    );
    expect(client.state?.wall?.wall?.scope).toEqual({
      names: ['edge-1'],
      shown: 1,
      total: 2,
      criticalsElsewhere: 1,
      unacknowledged: { urgent: 1, high: 0, medium: 0, low: 0 },
    });
    show();
    await stage.pass(1100);
    const [whole] = stage.wholes;
    expect(whole?.changes[0]).toMatchObject({ kind: 'wall', wall: { scope: null } });
  });

  it('[LIVE-82] is made anew for whoever looks at it when an admin changes its gateways, and ends when they delete it', async () => {
    show('edge-*');
    await joined();
    await happen(['edge-1', 'other'], [{ id: 2, subject: on('other') }]);
    expect(stage.wholes).toEqual([]);
    show('other');
    await stage.pass(1100);
    expect(stage.wholes).toHaveLength(1);
    expect(textOf(stage.wholes[0]?.changes ?? [])).not.toContain('edge-1');
    expect(stage.wholes[0]?.changes.find(({ kind }) => kind === 'alerts')).toMatchObject({ alerts: [{ id: 2 }] });
    stage.walls.delete(3);
    await stage.pass(1100);
    expect(stage.wholes[1]?.changes).toEqual([{ kind: 'wall', wall: null }]);
  });
});
