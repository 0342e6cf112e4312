/**
 * Values that were told last, each in its place. Putting the present ones says whether any of them is another; nothing is
 * made, copied or turned into text for that, since it is done for thousands of sources that rest.
 */
export declare class ToldValues {
    private readonly values;
    private place;
    private isChanged;
    /** Puts the next value; scalars only, or objects that are replaced and never edited. */
    put(value: unknown): this;
    /** True when a value differs from the one that was in its place, or none was; begins the next round. */
    end(): boolean;
}
