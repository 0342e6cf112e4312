/** Texts with numbers: the words of lines that are no numbers. Taken away as a whole, so that it cannot grow for ever. */
export declare class TextPool {
    private readonly numbers;
    private texts;
    /** The number of a text. */
    readonly intern: (text: string) => number;
    /** The text of a number that `intern` gave. */
    readonly text: (number: number) => string;
    /** All texts by number; the pool is empty afterwards. */
    take(): string[];
}
