/** The newest late numbers of a tunnel, to find those that come again. */
export declare class LateNumbers {
    private readonly numbers;
    private next;
    /** Takes a number; how often it has come among the newest, this time included. */
    add(number: number): number;
}
