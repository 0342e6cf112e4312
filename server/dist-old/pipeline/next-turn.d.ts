/** Settles when everything else that is due has had its turn. */
export declare function nextTurn(): Promise<void>;
