/**
 * The candidate that is nearest to a mistyped word, when it is near enough to be meant, or that begins with it.
 * Case makes no difference.
 */
export declare function nearestWord(word: string, candidates: readonly string[]): string | undefined;
/** `did you mean X?`, or what is allowed where nothing is near. */
export declare function suggest(word: string, candidates: readonly string[]): string;
/** Levenshtein distance: insertions, deletions and replacements from one word to the other; at most `limit`. */
export declare function editDistance(from: string, to: string, limit: number): number;
