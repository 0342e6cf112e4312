export type OnProgress = (done: number, total: number) => void;
/** A bar on standard error when that is a terminal; else nothing. `verb` and `unit` are words as in "reading … bytes". */
export declare function progressBar(verb: string, unit: string): {
    update: OnProgress;
    stop: () => void;
};
