import type { BigIntStats } from 'node:fs';
import type { FileRecord } from './file-record.js';
import type { FileRegistry } from './file-registry.js';
interface PathParts {
    path: string;
    registry: FileRegistry;
    isReadOnce: boolean;
}
/**
 * The generation that an unknown file under a path of its own is a copy of. Content alone does not decide: two gateways
 * may log the same. It is a copy of what was read from a compressed file, or of a file that is being read and whose
 * name it goes on like (gw1-copy.log beside gw1.log), when they share more than a beginning can be by chance.
 */
export declare function findOriginal(descriptor: number, stat: BigIntStats, { path: file, registry, isReadOnce }: PathParts): FileRecord | undefined;
export {};
