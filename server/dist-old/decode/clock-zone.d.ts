/** Fields of a stamp without a zone; month 1 to 12. */
export interface LocalTime {
    year: number;
    month: number;
    day: number;
    hour: number;
    minute: number;
    second: number;
    millisecond: number;
}
/**
 * Turns a stamp without a zone into epoch milliseconds; undefined when there is no such day or hour of the clock. Of the
 * two times that an hour which exists twice may mean, the one nearer to `near` (epoch ms) is taken, or the first.
 */
export type ZoneReader = (local: LocalTime, near: number) => number | undefined;
/** The stamp read as UTC. A leap second (60) counts as the first second of the next minute. */
export declare function utcTime(local: LocalTime): number | undefined;
/**
 * A reader for stamps of an IANA zone, or of the server's own zone for `system`. Where clocks are set back an hour exists
 * twice: the one nearer to what is known (the line before, or the arrival) is taken. An hour that is skipped is read with
 * the offset before the change, which moves it forward: 02:30 becomes 03:30.
 * @throws RangeError for a zone that does not exist.
 */
export declare function zoneReader(zone: string): ZoneReader;
