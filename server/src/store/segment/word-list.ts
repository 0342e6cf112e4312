import type { LineTexts } from '../../core/events/event-columns.js';
import type { ByteWriter } from './byte-writer.js';

/** Interned words get block-local numbers, so that a block is self-contained. */
export class WordList {
  private readonly numbers = new Map<number, number>();
  private readonly list: number[] = [];

  clear(): void {
    this.numbers.clear();
    this.list.length = 0;
  }

  /** The block-local number of an interned text. */
  numberOf(index: number): number {
    let number = this.numbers.get(index);
    if (number === undefined) {
      number = this.list.push(index) - 1;
      this.numbers.set(index, number);
    }
    return number;
  }

  write(writer: ByteWriter, texts: LineTexts): void {
    writer.varint(this.list.length);
    for (const index of this.list) writer.latin1(texts.text(index));
  }
}
