import type { RiseSettings } from '@tunnelwatch/shared/alert-rules';
import type { UsualRate } from './usual-rates.js';
import { type Onset } from './rate-rule.js';
import type { RateSeries } from './rate-windows.js';
/**
 * Far more than this tunnel usually has: a multiple of its own usual rate, and at least a floor [ALM-35]. What is usual
 * has to be known: of a tunnel that was never seen before nothing is.
 * @example usually 120 an hour is 20 in ten minutes; ten times that is 200, which is no less than a floor of 200
 */
export declare function riseOnset(series: RateSeries, minutes: {
    from: number;
    to: number;
    now: number;
}, usual: UsualRate | undefined, settings: RiseSettings): Onset | undefined;
/** Over when it is below a share of the limit for long enough. What is usual is not learned meanwhile. */
export declare function isRiseOver(series: RateSeries, now: number, usual: UsualRate | undefined, settings: RiseSettings): boolean;
