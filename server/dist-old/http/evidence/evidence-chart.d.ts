import type { SeriesGroup } from '../../store/queries.js';
import { type Html } from './html.js';
/** Counts by class over time, as the store gives them. Times are epoch ms. */
export interface ChartSeries {
    from: number;
    stepMs: number;
    buckets: number;
    groups: readonly SeriesGroup[];
}
/**
 * A picture of counts by class over time, as SVG: stacked bars, the axis from zero, times in UTC. It needs no browser
 * and no fonts of ours, so that it looks the same in a ticket.
 */
export declare function chartSvg(series: ChartSeries): Html;
