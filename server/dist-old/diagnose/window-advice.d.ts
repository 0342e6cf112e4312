import type { WindowAdvice, WindowShare } from '@tunnelwatch/shared/diagnosis';
import { NeededWindows } from './needed-windows.js';
import type { DiagnosisSettings } from '@tunnelwatch/shared/diagnosis-settings';
import type { SpanCounts } from './span-counts.js';
/** The late packets that a window may be measured by: those late by less than a replay would be. */
export declare function nearLate({ neededNear, neededUndated }: SpanCounts, rate: number | undefined, { replaySeconds }: DiagnosisSettings): NeededWindows;
/** Windows of powers of two and how many of the late packets each would have accepted. */
export declare function windowShares({ needed }: SpanCounts, { largestWindow }: DiagnosisSettings): WindowShare[];
/**
 * The smallest window of a power of two that would have accepted the wanted share of the late packets, those left out that
 * came so late that they may be replayed; undefined where the present window does it, or no window up to the largest.
 */
export declare function adviseWindow(counts: SpanCounts, current: number, near: NeededWindows, settings: DiagnosisSettings): WindowAdvice | undefined;
