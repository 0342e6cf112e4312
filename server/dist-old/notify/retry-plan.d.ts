/**
 * How long to wait after the n-th attempt in a row has failed, milliseconds: 1 s, 2 s, 4 s … at most 5 min, less up to a
 * fifth by chance. Worked example: after the third, 4 s × (1 − 0.2 × 0.5) = 3.6 s.
 * @param attempts 1 and more
 * @param chance 0 to 1
 */
export declare function pauseAfter(attempts: number, chance: number): number;
/** True for what has been tried for a day: who has not heard of it by then looks elsewhere. Both epoch ms. */
export declare function isGivenUp(madeAt: number, now: number): boolean;
