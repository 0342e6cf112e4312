/**
 * A secret that the server keeps itself. Whatever prints, serialises or compares the settings around it sees only when it was
 * set: that is enough to notice that it was replaced.
 */
export class KeptSecret {
  readonly #text: string;

  /** @param setAt epoch ms */
  constructor(
    text: string,
    readonly setAt: number,
  ) {
    this.#text = text;
  }

  /** The secret itself, for a message to its receiver. */
  reveal(): string {
    return this.#text;
  }
}
