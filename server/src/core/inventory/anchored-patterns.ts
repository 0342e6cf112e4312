import { type Pattern, readPattern } from '@tunnelwatch/shared/inventory-pattern';

/**
 * An index of items by pattern, so that for a text only the few are examined whose pattern begins or ends like it:
 * each is stored under the longer of the two, and a text is cut to every length that occurs.
 */
export class AnchoredPatterns<Item> {
  private readonly byStart = new Anchors<Item>((text, length) => text.slice(0, length));
  private readonly byEnd = new Anchors<Item>((text, length) => text.slice(text.length - length));

  add(pattern: string, item: Item): void {
    const [start, end] = anchorsOf(readPattern(pattern));
    if (start.length >= end.length) this.byStart.add(start, item);
    else this.byEnd.add(end, item);
  }

  /** Calls back for every item whose pattern may match. */
  visit(text: string, call: (item: Item) => void): void {
    this.byStart.visit(text, call);
    this.byEnd.visit(text, call);
  }
}

/** The literal texts that a pattern begins and ends with. */
function anchorsOf({ pieces }: Pattern): [start: string, end: string] {
  return [pieces[0]?.texts[0] ?? '', pieces.at(-1)?.texts.at(-1) ?? ''];
}

class Anchors<Item> {
  private readonly items = new Map<string, Item[]>();
  private readonly lengths = new Set<number>();

  constructor(private readonly cut: (text: string, length: number) => string) {}

  add(anchor: string, item: Item): void {
    const known = this.items.get(anchor);
    if (known === undefined) this.items.set(anchor, [item]);
    else known.push(item);
    this.lengths.add(anchor.length);
  }

  visit(text: string, call: (item: Item) => void): void {
    for (const length of this.lengths) {
      if (length > text.length) continue;
      for (const item of this.items.get(this.cut(text, length)) ?? []) call(item);
    }
  }
}
