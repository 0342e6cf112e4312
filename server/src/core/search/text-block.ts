/** Between items, and between the fields of one; words contain no white space, so none is found across them. */
const ITEM_END = '\n';
const FIELD_END = '\t';

/** How well a word fits, where it stands: as a whole field, its beginning, the beginning of a word in it, or anywhere. */
const FIT = { field: 8, fieldStart: 4, wordStart: 2, inside: 1 } as const;

/** Occurrences of a word in one item that are compared. */
const MAX_OCCURRENCES = 4;

/** The words of a search, in the form in which texts are compared. */
export function searchWords(text: string): readonly string[] {
  return text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
}

/** The fields of an item as one line that is searched. */
export function searchLine(fields: readonly string[]): string {
  return fields
    .filter((field) => field !== '')
    .map((field) => field.toLowerCase().replaceAll(/[\n\r\t]/g, ' '))
    .join(FIELD_END);
}

/** How well a line fits all words: the sum over them; 0 where one is not found. */
export function lineScore(line: string, words: readonly string[]): number {
  let score = 0;
  for (const word of words) {
    const fit = bestFit(line, word);
    if (fit === 0) return 0;
    score += fit;
  }
  return score;
}

function bestFit(line: string, word: string): number {
  let best = 0;
  let at = line.indexOf(word);
  for (let tries = 0; at >= 0 && tries < MAX_OCCURRENCES; tries++) {
    best = Math.max(best, fitAt(line, at, word.length));
    if (best === FIT.field) break;
    at = line.indexOf(word, at + 1);
  }
  return best;
}

function fitAt(line: string, at: number, length: number): number {
  const before = at === 0 ? FIELD_END : line.charAt(at - 1);
  if (before === FIELD_END) {
    const after = at + length === line.length ? FIELD_END : line.charAt(at + length);
    return after === FIELD_END ? FIT.field : FIT.fieldStart;
  }
  return /[\p{L}\p{N}]/u.test(before) ? FIT.inside : FIT.wordStart;
}

/**
 * Some hundred items with one text, so that a search runs through memory in order instead of from string to string: ten
 * times faster where nearly nothing fits.
 */
export class TextBlock<Item> {
  private readonly text: string;
  /** Where the line of each item begins. */
  private readonly starts: Uint32Array;

  /** @param lineOf as `searchLine` returns it */
  constructor(
    readonly items: readonly Item[],
    lineOf: (item: Item) => string,
  ) {
    const lines = items.map(lineOf);
    this.starts = new Uint32Array(items.length);
    let at = 0;
    for (const [index, line] of lines.entries()) {
      this.starts[index] = at;
      at += line.length + 1;
    }
    this.text = lines.join(ITEM_END);
  }

  /** Calls back for each item that has all the words, with how well it fits. */
  find(words: readonly string[], found: (item: Item, score: number) => void): void {
    const longest = words.reduce((a, b) => (b.length > a.length ? b : a), '');
    const { text } = this;
    let at = text.indexOf(longest);
    while (at >= 0 && this.items.length > 0) {
      const index = this.indexAt(at);
      const end = this.starts[index + 1] ?? text.length + 1;
      const score = lineScore(text.slice(this.starts[index], end - 1), words);
      const item = this.items[index];
      if (score > 0 && item !== undefined) found(item, score);
      at = end > text.length ? -1 : text.indexOf(longest, end);
    }
  }

  /** The item whose line contains a position. */
  private indexAt(position: number): number {
    let [low, high] = [0, this.starts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.starts[middle] ?? 0) <= position) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}
