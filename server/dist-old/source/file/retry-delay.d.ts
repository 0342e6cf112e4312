/** How long to wait before what has failed so often in a row, at least once, is tried again: twice as long each time. */
export declare function retryDelayMs(failures: number): number;
