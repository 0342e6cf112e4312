import type { ShownAlert } from '@tunnelwatch/shared/alert';
import { PRIORITIES, type Priority } from '@tunnelwatch/shared/priority';
import { describe, expect, it } from 'vitest';
import {
  nextSound,
  NOTHING_HEARD,
  TONES,
  type SoundMemory,
} from '../../../../client/src/components/sound/alert-sound.js';
import { sampleAlert } from '../../../support/samples.js';

/** What is heard of a list of moments: at so many seconds these alerts, in a flood since or not. */
function heard(
  moments: readonly { at: number; alerts: readonly ShownAlert[]; flood?: number; isCut?: boolean }[],
): (Priority | null)[] {
  let memory: SoundMemory = NOTHING_HEARD;
  return moments.map(({ at, alerts, flood, isCut = false }) => {
    const next = nextSound(memory, { alerts, floodSince: flood ?? null, isCut, now: at * 1000 });
    ({ memory } = next);
    return next.sound;
  });
}

const urgent = sampleAlert({ id: 1, priority: 'urgent' });
const high = sampleAlert({ id: 2, priority: 'high' });
const medium = sampleAlert({ id: 3, priority: 'medium' });

describe('the sound of alerts', () => {
  it('is that of the most pressing new one', () => {
    expect(heard([{ at: 0, alerts: [medium, urgent, high] }])).toEqual(['urgent']);
  });

  it('comes again while a pressing one is not acknowledged, and not for others', () => {
    const at = [0, 10, 15, 29, 30];
    expect(heard(at.map((each) => ({ at: each, alerts: [urgent] })))).toEqual([
      'urgent',
      null,
      'urgent',
      null,
      'urgent',
    ]);
    expect(heard([0, 60, 600].map((each) => ({ at: each, alerts: [medium] })))).toEqual(['medium', null, null]);
  });

  it('ends with the acknowledgement, and begins again when the alert asks again', () => {
    const seen = sampleAlert({ id: 1, priority: 'urgent', state: 'acknowledged' });
    expect(
      heard([
        { at: 0, alerts: [urgent] },
        { at: 20, alerts: [seen] },
        { at: 21, alerts: [urgent] },
      ]),
    ).toEqual(['urgent', null, 'urgent']);
  });

  it('comes once in a flood for what is not urgent, however many follow', () => {
    const many = [1, 2, 3, 4].map((id) => sampleAlert({ id, priority: 'high' }));
    const moments = [0, 1, 2, 20, 40].map((at, index) => ({ at, alerts: many.slice(0, index + 1), flood: 500 }));
    expect(heard(moments)).toEqual(['high', null, null, null, null]);
  });

  it('[ALM-53] comes for each new urgent alert, also in a flood that has lasted for hours', () => {
    const flooded = { alerts: [high, medium], flood: 500 };
    const moments = [
      { at: 0, ...flooded },
      { at: 40_000, ...flooded },
      { at: 40_001, ...flooded, alerts: [high, medium, urgent] },
      { at: 40_002, ...flooded, alerts: [high, medium, urgent] },
      { at: 40_003, ...flooded, alerts: [high, medium, { ...urgent, news: 2 }] },
    ];
    expect(heard(moments)).toEqual(['high', null, 'urgent', null, 'urgent']);
  });

  it('[ALM-53] comes for a lost connection, again while it lasts, and for what came meanwhile', () => {
    const moments = [
      { at: 0, alerts: [] },
      { at: 1, alerts: [], isCut: true },
      { at: 2, alerts: [], isCut: true },
      { at: 61, alerts: [], isCut: true },
      { at: 62, alerts: [urgent] },
    ];
    expect(heard(moments)).toEqual([null, 'high', null, 'high', 'urgent']);
  });

  it('[ALM-54] comes once for a Critical within a maintenance window, and not for one that is not to be told', () => {
    const within = sampleAlert({ id: 4, severity: 'critical', priority: 'urgent', state: 'suppressed', windowId: 1 });
    const moments = [0, 20, 40].map((at) => ({ at, alerts: [within] }));
    expect(heard(moments)).toEqual(['urgent', null, null]);
    expect(heard([{ at: 0, alerts: [{ ...within, news: 0, isHushed: true }] }])).toEqual([null]);
  });

  it('is none for what is past or put aside', () => {
    expect(heard([{ at: 0, alerts: [sampleAlert({ isPast: true }), sampleAlert({ state: 'shelved' })] }])).toEqual([
      null,
    ]);
  });

  it('differs from priority to priority', () => {
    expect(new Set(PRIORITIES.map((priority) => JSON.stringify(TONES[priority]))).size).toBe(PRIORITIES.length);
  });
});
