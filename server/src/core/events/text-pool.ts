/** Numbered texts: the words of lines that are not numbers. Drained as a whole, so that it cannot grow for ever. */
export class TextPool {
  private readonly numbers = new Map<string, number>();
  private texts: string[] = [];

  /** The number of a text. */
  readonly intern = (text: string): number => {
    const known = this.numbers.get(text);
    if (known !== undefined) return known;
    const number = this.texts.push(text) - 1;
    this.numbers.set(text, number);
    return number;
  };

  /** The text of a number returned by `intern`. */
  readonly text = (number: number): string => this.texts[number] ?? '';

  /** All texts by number; the pool is empty afterwards. */
  take(): string[] {
    const { texts } = this;
    this.texts = [];
    this.numbers.clear();
    return texts;
  }
}
