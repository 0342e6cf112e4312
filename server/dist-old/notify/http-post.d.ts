import type { LookupFunction } from 'node:net';
import type { SendOutcome } from './send-outcome.js';
export interface Post {
    url: string;
    headers: Readonly<Record<string, string>>;
    body: string;
    allowPrivate: boolean;
    /** Finds addresses; the system's way unless named. */
    lookup?: LookupFunction | undefined;
}
/**
 * Posts once, over a connection of its own, and never follows a redirect: where it leads nobody has looked at. An answer
 * of 2xx within ten seconds is a delivery. A refusal of this one message (4xx) does not hold up those behind it.
 */
export declare function post({ url, headers, body, allowPrivate, lookup }: Post): Promise<SendOutcome>;
