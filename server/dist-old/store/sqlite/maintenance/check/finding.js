export const RESTORE = 'restore a backup; what was not damaged stays readable until then';
/** Findings, bounded: a store that is damaged through and through must not fill the screen or the memory. */
export class Findings {
    most;
    list = [];
    /** Findings beyond those that are kept. */
    notShown = 0;
    constructor(most = 200) {
        this.most = most;
    }
    add(code, message, remedy = RESTORE) {
        if (this.list.length < this.most)
            this.list.push({ code, message, remedy });
        else
            this.notShown += 1;
    }
}
//# sourceMappingURL=finding.js.map