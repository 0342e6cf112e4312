/** How fast a total rises, over the last ten seconds. A total that stands still costs a comparison and no memory. */
export declare class RateMeter {
    /** Empty while the total stands still. */
    private points;
    /** While it stands still: since when, when it was noted last, and the total. */
    private restSince;
    private restedAt;
    private restTotal;
    /**
     * Notes the total at a time and gives its rise a second over the last ten seconds, rounded to a tenth; between two notes
     * it is taken to rise evenly. Worked example: 100 at 0 s and 130 at 10 s make 3 a second. Below ten seconds of history
     * it is the rise since the first note; from ten seconds after the last rise on it is 0. A total that fell, or a clock
     * that was set back, begins anew.
     * @param now epoch ms
     */
    note(now: number, total: number): number;
    private move;
    private rest;
    private pointsOfRest;
}
