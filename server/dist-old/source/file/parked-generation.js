import { closeSync, fstatSync, openSync } from 'node:fs';
import { isMissing } from './file-error.js';
import { isFileOf } from './file-record.js';
import { Generation } from './generation.js';
/** A file that was read to its end and closed, since others need the handle more; its record stays claimed. */
export class ParkedGeneration {
    record;
    seen;
    newestTime;
    isFresh;
    constructor(record, seen, newestTime, 
    /** It may have changed since its last look without showing it. */
    isFresh) {
        this.record = record;
        this.seen = seen;
        this.newestTime = newestTime;
        this.isFresh = isFresh;
    }
    static of(generation) {
        return new ParkedGeneration(generation.record, generation.seen, generation.newestTime, generation.isFresh);
    }
    /** True when a file is the one that was parked, and has not been touched since. */
    isUnchanged(stat) {
        if (this.isFresh)
            return false;
        return isFileOf(this.record, stat) && stat.size === this.seen.size && stat.mtimeNs === this.seen.mtimeNs;
    }
    /** Opens it again; undefined when another file stands under the path by now. Whether it was rewritten shows at its first reading. */
    reopen(path, maxLineBytes, now) {
        let descriptor;
        try {
            descriptor = openSync(path, 'r');
        }
        catch (error) {
            if (isMissing(error))
                return undefined;
            throw error;
        }
        if (!isFileOf(this.record, fstatSync(descriptor, { bigint: true }))) {
            closeSync(descriptor);
            return undefined;
        }
        const generation = new Generation(descriptor, this.record, maxLineBytes, now);
        generation.resumeFrom(this.seen, this.newestTime);
        return generation;
    }
}
//# sourceMappingURL=parked-generation.js.map