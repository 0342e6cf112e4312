import { useState } from 'react';
import type { MouseHandlerDataParam } from 'recharts';
import type { TimeRange } from '../url-state/use-time-range.js';

interface DragZoom {
  /** The band selected so far, in order; null while there is none. */
  readonly band: TimeRange | null;
  readonly handlers: {
    readonly onMouseDown: (state: MouseHandlerDataParam) => void;
    readonly onMouseMove: (state: MouseHandlerDataParam) => void;
    readonly onMouseUp: () => void;
    readonly onMouseLeave: () => void;
  };
}

/** Selects a band with the pointer and reports it on release; a click without a drag reports nothing. */
export function useDragZoom(stepMs: number, onZoom: ((range: TimeRange) => void) | undefined): DragZoom {
  const [start, setStart] = useState<number | null>(null);
  const [end, setEnd] = useState<number | null>(null);
  const band =
    start === null || end === null || start === end ? null : { from: Math.min(start, end), to: Math.max(start, end) };
  const clear = (): void => {
    setStart(null);
    setEnd(null);
  };
  return {
    band,
    handlers: {
      onMouseDown: (state) => {
        if (onZoom === undefined) return;
        setStart(timeOf(state));
        setEnd(null);
      },
      onMouseMove: (state) => {
        if (start !== null) setEnd(timeOf(state) ?? end);
      },
      onMouseUp: () => {
        if (band !== null) onZoom?.({ from: band.from, to: band.to + stepMs });
        clear();
      },
      onMouseLeave: clear,
    },
  };
}

function timeOf(state: MouseHandlerDataParam): number | null {
  const at = Number(state.activeLabel);
  return Number.isFinite(at) && at > 0 ? at : null;
}
