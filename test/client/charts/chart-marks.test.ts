import { describe, expect, it } from 'vitest';
import { alertMarks } from '../../../client/src/charts/alert-marks.js';
import { marksAt } from '../../../client/src/charts/chart-mark.js';
import type { ShownAlert } from '@tunnelwatch/shared/alert';
import { alertOf } from '../../support/made-alerts.js';

function shownAlert(part: Partial<ShownAlert>): ShownAlert {
  return { ...alertOf(part), inventory: null, firstOutInventory: null };
}

describe('[LIVE-73] marks on a chart', () => {
  it('say when an alert was raised, acknowledged and cleared, and by whom', () => {
    const acknowledgement = { by: 'Anna', at: 200, comment: '', until: null };
    const open = shownAlert({ openedAt: 100, message: 'Out of\u202e memory', acknowledgement });
    expect(alertMarks(open)).toEqual([
      { kind: 'raised', from: 100, to: null, text: 'Out of\\u{202e} memory' },
      { kind: 'acknowledged', from: 200, to: null, text: 'Out of\\u{202e} memory (Anna)' },
    ]);
    const over = shownAlert({ openedAt: 100, message: 'm', isActive: false, turns: [100, 300] });
    expect(alertMarks(over).map(({ kind, from }) => [kind, from])).toEqual([
      ['raised', 100],
      ['cleared', 300],
    ]);
    expect(alertMarks(shownAlert({ isPast: true }))).toEqual([]);
  });

  it('are found by the pointer: near what happened, within what lasted', () => {
    const marks = [
      { kind: 'raised', from: 100, to: null, text: '' },
      { kind: 'gap', from: 200, to: 300, text: '' },
    ] as const;
    const kinds = (at: number) => marksAt(marks, at, 10).map(({ kind }) => kind);
    expect([kinds(109), kinds(111), kinds(200), kinds(299), kinds(300)]).toEqual([
      ['raised'],
      [],
      ['gap'],
      ['gap'],
      [],
    ]);
  });
});
