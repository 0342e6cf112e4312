/** Where an event stands in the order of a list. */
export interface Place {
    /** Epoch ms. */
    time: number;
    seq: number;
}
/** The order of a list: newest first, by time and then by number. */
export declare function newestFirst(a: Place, b: Place): number;
/** Keeps the newest `most` of all places that are offered. */
export declare class NewestPlaces<Kept extends Place> {
    private readonly most;
    /** Newest first. */
    private readonly kept;
    constructor(most: number);
    /** Whether an event of that place would be kept: to be asked before anything costly is looked at. */
    accepts(time: number, seq: number): boolean;
    add(place: Kept): void;
    /** Newest first. */
    list(): readonly Kept[];
}
