import { type Evidence } from './evidence.js';
/** One file of a pack. */
export interface PackedFile {
    name: string;
    content: Buffer;
}
/** When, by whom and with what a pack was made. */
export interface PackMaking {
    /** Epoch ms. */
    at: number;
    by: string;
    version: string;
}
/** The files of a pack: a page for people, and everything that it rests on for programs. */
export declare function packFiles(evidence: Evidence, making: PackMaking): PackedFile[];
