import path from 'node:path';
import { zoneReader } from '../decode/clock-zone.js';
import { FileRegistry } from '../source/file/file-registry.js';
import { FileSet } from '../source/file/file-set.js';
import { OpenHandles } from '../source/file/open-handles.js';
import { Recipes } from './fast-lines.js';
/** Joins the file sources to the ingest: every group of files with its gateway name and time zone. */
export class FileReading {
    parts;
    registry;
    handles;
    sets = [];
    sources = new Map();
    constructor(parts) {
        this.parts = parts;
        this.registry = new FileRegistry(parts.stored);
        this.handles = new OpenHandles(parts.mostOpen);
    }
    /** Begins to follow a group of files, or to read them once. */
    add(group) {
        const { ingest, maxLineBytes, onChange, onWarning } = this.parts;
        const zone = zoneReader(group.timeZone);
        const isReadOnce = group.isReadOnce === true;
        const set = new FileSet({
            patterns: group.files,
            registry: this.registry,
            handles: this.handles,
            maxLineBytes,
            isFull: () => ingest.isFull,
            isReadOnce,
            onChange,
            onWatchError: onWarning,
            openSource: (file) => {
                const source = ingest.source('file', file);
                this.sources.set(source.id, source);
                // Also when its file was not there in that run: what stands beside it now was born since.
                if (ingest.isFromEarlierRun(source))
                    this.registry.markHistory(source.id);
                const reading = {
                    zone,
                    gatewayHint: group.gateway ?? gatewayOfFile(file),
                    recipes: new Recipes(),
                    isReadOnce,
                };
                return { sourceId: source.id, listener: this.listen(source, reading) };
            },
        });
        this.sets.push(set);
        return set;
    }
    /** Stops following a group. */
    remove(set) {
        this.sets.splice(this.sets.indexOf(set), 1);
        set.close();
    }
    /** Looks at every file once, one chunk each; true when there may be more at once. */
    look(now) {
        this.parts.ingest.arrive();
        let hasMore = false;
        for (const set of this.sets)
            if (set.look(now))
                hasMore = true;
        return hasMore;
    }
    followed() {
        const followed = [];
        for (const set of this.sets) {
            for (const tail of set.tails.values()) {
                const source = this.sources.get(tail.sourceId);
                if (source !== undefined)
                    followed.push({ tail, source });
            }
        }
        return followed;
    }
    /** Patterns that no file matches now. */
    unmatched() {
        return this.sets.flatMap((set) => set.unmatched);
    }
    /** True while a compressed generation is read in the background: a look may find more without anything changing. */
    get isUnpacking() {
        return this.sets.some((set) => set.isUnpacking);
    }
    close() {
        for (const set of this.sets)
            set.close();
    }
    listen(source, reading) {
        const { ingest } = this.parts;
        return {
            line: (buffer, start, end, isCut, near) => ingest.line(source, reading, buffer, start, end, isCut, near),
            settled: () => {
                ingest.settle();
            },
            rotated: () => {
                source.rotations += 1;
                ingest.touch(source);
            },
            truncated: () => {
                source.truncations += 1;
                ingest.touch(source);
            },
            lost: (bytes) => {
                source.lostBytes = Math.max(0, source.lostBytes + bytes);
                ingest.touch(source);
            },
            lastArrival: () => source.lastArrival,
        };
    }
}
/** The gateway that a file's name tells: without folder, ending, and what a rotation adds. */
export function gatewayOfFile(file) {
    const base = path.basename(file).replace(/\.gz$/, '');
    const name = base.replace(/([.-]\d+)+$/, '').replace(/\.(log|txt|out|json|jsonl|ndjson|syslog)([.-]\d+)*$/i, '');
    return name === '' ? base : name;
}
//# sourceMappingURL=file-reading.js.map