import { type ZoneReader } from './clock-zone.js';
/** What reading a stamp needs to know where it does not say all itself. */
export interface StampContext {
    /** When the line arrived, epoch ms. */
    arrivedAt: number;
    /** The time that stamps without a year, or of an hour that exists twice, should lie nearest to, epoch ms. */
    near: number;
    /** How stamps without a zone are read. */
    zone: ZoneReader;
}
/** A stamp found in a line: its time, and where the text goes on behind it. */
export interface Stamp {
    time: number;
    end: number;
}
/** The number of a month by its English short name, 1 to 12. */
export declare function readMonth(name: string): number | undefined;
/** An ISO 8601 stamp at `at`; without an offset it is read by the context's zone. Undefined when none stands there. */
export declare function readIsoStamp(line: string, at: number, { zone, near }: StampContext): Stamp | undefined;
/**
 * A BSD stamp (`Feb 10 17:37:13`, RFC 3164 section 4.1.2, also with a year in the middle or at the end) at `at`.
 * Without a year the one is taken that puts the time nearest to `near`, and never more than a day beyond the arrival.
 */
export declare function readBsdStamp(line: string, at: number, context: StampContext): Stamp | undefined;
/**
 * The time in the year that puts it nearest to `near`, and no more than a day beyond the arrival (both epoch ms), so that
 * no stamp lands months in the future. Undefined when no year around has such a day.
 */
export declare function nearestYear(inYear: (year: number) => number | undefined, near: number, arrivedAt: number): number | undefined;
/** Milliseconds of an offset from UTC, as in Z, +01:00 or -0330. */
export declare function offsetMs(text: string): number;
