import type { SegmentContent, SegmentOrigin } from './content.js';
/** Opens a segment of any version; nothing is read yet. @throws DamagedSegment when the version is not known */
export declare function openContent(version: number, origin: SegmentOrigin): SegmentContent;
