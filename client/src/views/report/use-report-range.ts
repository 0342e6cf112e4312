import { useState } from 'react';
import { readSetting, writeSetting } from '../../browser/browser-settings.js';
import { useServerNow } from '../../time/use-server-now.js';
import { useTimeRange, type TimeRange } from '../../url-state/use-time-range.js';
import { parseStarts, type Preset, PRESETS, presetRange, type ShiftStarts, USUAL_STARTS } from './report-range.js';

const SETTING = 'tunnelwatch-shift-starts';

export interface ReportRange {
  readonly range: TimeRange;
  /** The preset of the range; null for a custom one, and for one that has moved on since. */
  readonly preset: Preset | null;
  readonly starts: ShiftStarts;
  /** By the server's clock, epoch ms. */
  readonly now: number;
  readonly choose: (preset: Preset) => void;
  readonly setRange: (range: TimeRange) => void;
  readonly setStarts: (text: string) => void;
}

/** The period of the report in the URL, the current shift if it has none; shift times are stored in the browser. */
export function useReportRange(): ReportRange {
  const now = useServerNow();
  const [text, setText] = useState(() => readSetting(SETTING) ?? '');
  const starts = parseStarts(text) ?? USUAL_STARTS;
  const { range: own, setRange } = useTimeRange();
  const range = own ?? presetRange('This shift', now, starts);
  const isSame = (other: TimeRange) => other.from === range.from && other.to === range.to;
  return {
    range,
    starts,
    now,
    setRange,
    preset: PRESETS.find((preset) => isSame(presetRange(preset, now, starts))) ?? null,
    choose: (preset) => setRange(presetRange(preset, now, starts)),
    setStarts: (next) => {
      setText(next);
      writeSetting(SETTING, next);
    },
  };
}
