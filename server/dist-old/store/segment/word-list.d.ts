import type { LineTexts } from '../event-columns.js';
import type { ByteWriter } from './byte-writer.js';
/** Interned words get numbers of the block's own, so that it needs nothing from outside. */
export declare class WordList {
    private readonly numbers;
    private readonly list;
    clear(): void;
    /** The block's number of an interned text. */
    numberOf(index: number): number;
    write(writer: ByteWriter, texts: LineTexts): void;
}
