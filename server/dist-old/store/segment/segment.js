/** The version that is written. Older ones stay readable for ever. */
export const SEGMENT_VERSION = 2;
/** Rows whose lines are encoded together. */
export const BLOCK_ROWS = 4096;
/** Most events of a segment: a position fits two bytes. */
export const SEGMENT_EVENTS = 65_536;
/** A segment, or a part of it, is not what was written. */
export class DamagedSegment extends Error {
    constructor(detail, cause) {
        super(detail, { cause });
        this.name = 'DamagedSegment';
    }
}
//# sourceMappingURL=segment.js.map