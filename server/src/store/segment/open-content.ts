import type { SegmentContent, SegmentOrigin } from './content.js';
import { EncodedContent } from './encoded-content.js';
import { DamagedSegment, SEGMENT_VERSION } from './segment.js';

/** Opens a segment; nothing is read yet. @throws DamagedSegment when the version is not known */
export function openContent(version: number, origin: SegmentOrigin): SegmentContent {
  if (version === SEGMENT_VERSION) return new EncodedContent(origin);
  throw new DamagedSegment(`unknown version ${String(version)}: it was written by a newer Tunnelwatch`);
}
