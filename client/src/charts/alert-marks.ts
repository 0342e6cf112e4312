import type { ShownAlert } from '@tunnelwatch/shared/alert';
import type { ShownWindow } from '@tunnelwatch/shared/maintenance-window';
import { visibleText } from '@tunnelwatch/shared/visible-text';
import type { ChartMark } from './chart-mark.js';

/** When an alert was raised, acknowledged, and cleared or closed. A late arrival has no place: its events came later. */
export function alertMarks(alert: ShownAlert): readonly ChartMark[] {
  const { openedAt, acknowledgement, closure, isPast, isActive, turns } = alert;
  if (isPast) return [];
  const message = visibleText(alert.message);
  const marks: ChartMark[] = [{ kind: 'raised', from: openedAt, to: null, text: message }];
  if (acknowledgement !== null) {
    const text = `${message} (${visibleText(acknowledgement.by)})`;
    marks.push({ kind: 'acknowledged', from: acknowledgement.at, to: null, text });
  }
  // The last turn of what is not active is its end.
  const clearedAt = closure?.at ?? (isActive ? undefined : turns.at(-1));
  if (clearedAt !== undefined) marks.push({ kind: 'cleared', from: clearedAt, to: null, text: message });
  return marks;
}

/** A maintenance window as it lies on a chart. */
export function windowMark({ from, until, comment, by }: ShownWindow): ChartMark {
  return { kind: 'maintenance', from, to: until, text: `${visibleText(comment)} (${visibleText(by)})` };
}
