/** How sequence numbers follow on each other, counted as they come. */
export declare class NumberPattern {
    count: number;
    /** Steps of 1 or 2. */
    dense: number;
    /** Larger steps upwards. */
    sparse: number;
    /** Steps downwards. */
    back: number;
    lowest: number;
    highest: number;
    private last;
    add(number: number): void;
    /** Adds what came before or after; the step between the two is not counted. */
    addAll(other: NumberPattern): void;
    /** Numbers from the lowest to the highest; 0 without any. */
    get range(): number;
}
