import { markAt } from '../../core/decode/template/marked-text.js';
import type { RowBytes } from './row-bytes.js';
import type { LineTemplate } from '../../core/decode/template/template-tree.js';

/** Marks of what differs from event to event besides the line: of Unicode's private use, behind those of placeholders. */
const FIRST_FACT = 0xe100;

/** The mark of a fact by its number. */
export function factMark(fact: number): string {
  return String.fromCharCode(FIRST_FACT + fact);
}

/** Texts that stand in a row, in either format, as they stand in the line; and no formula begins with them. */
const PLAIN = /^\w[\w.:/@+-]*$/;

/** The row of all events of a template, with places for what differs. */
export class RowPlan {
  private readonly texts: Uint8Array[] = [];
  /** What stands between the texts: the number of a placeholder, or behind these the number of a fact. */
  private readonly places: number[] = [];
  /** Placeholders of any text. */
  private readonly words: number[] = [];
  private readonly slots: number;

  /** @param row a row with a mark for each placeholder and fact */
  constructor(row: string, { slots }: Pick<LineTemplate, 'slots'>) {
    this.slots = slots.length;
    let from = 0;
    for (let at = 0; at < row.length; at++) {
      const slot = markAt(row, at);
      const fact = row.charCodeAt(at) - FIRST_FACT;
      const place = slot >= 0 ? slot : fact >= 0 && fact < 0x100 ? this.slots + fact : -1;
      if (place < 0) continue;
      this.texts.push(Buffer.from(row.slice(from, at)));
      this.places.push(place);
      from = at + 1;
    }
    this.texts.push(Buffer.from(row.slice(from)));
    slots.forEach(({ kind }, index) => {
      if (kind === 'word' || kind === 'text') this.words.push(index);
    });
  }

  /** Whether the placeholders of a line are texts that need no escape and end no value. */
  fits(texts: readonly string[]): boolean {
    for (const word of this.words) if (!PLAIN.test(texts[word] ?? '')) return false;
    return true;
  }

  /** Writes a row; strings among the facts are ASCII. */
  write(row: RowBytes, texts: readonly string[], facts: readonly (string | Uint8Array)[]): void {
    const { slots, places } = this;
    row.bytes(this.texts[0] ?? NOTHING);
    for (let index = 0; index < places.length; index++) {
      const place = places[index] ?? 0;
      const value = place < slots ? texts[place] : facts[place - slots];
      if (typeof value === 'string') row.ascii(value);
      else if (value !== undefined) row.bytes(value);
      row.bytes(this.texts[index + 1] ?? NOTHING);
    }
  }
}

const NOTHING = new Uint8Array(0);
