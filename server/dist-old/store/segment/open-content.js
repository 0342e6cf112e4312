import { EncodedContent } from './encoded-content.js';
import { DamagedSegment, SEGMENT_VERSION } from './segment.js';
import { VersionOneContent } from './v1/content.js';
/** Opens a segment of any version; nothing is read yet. @throws DamagedSegment when the version is not known */
export function openContent(version, origin) {
    if (version === SEGMENT_VERSION)
        return new EncodedContent(origin);
    if (version === 1)
        return new VersionOneContent(origin);
    throw new DamagedSegment(`its version ${String(version)} is not known here: it was written by a newer Tunnelwatch`);
}
//# sourceMappingURL=open-content.js.map