import type { Refusal } from './people-store.js';
/** What somebody hears who has guessed too often. @param waitMs until the next attempt */
export declare function tooManyAttempts(waitMs: number): Refusal;
/** Brakes on guessing passwords. An attempt counts from its start, so that many at once are not better than one by one. */
export interface SignInLimits {
    /** Counts an attempt; gives the milliseconds to wait, 0 when it may go on. */
    attempt: (name: string, address: string) => Promise<number>;
    /** It was the right one: it does not count. */
    succeeded: (name: string, address: string) => Promise<void>;
}
/** Limits that live as long as the process. */
export declare function createSignInLimits(): SignInLimits;
