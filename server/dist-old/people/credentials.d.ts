import type { IncomingHttpHeaders } from 'node:http';
/** What a request shows of itself. */
export interface Credentials {
    /** A token in the header `Authorization`; it alone counts then. `''` where the header holds something else. */
    token?: string;
    /** The secret of a session. */
    session?: string;
    /** The token of a wall, kept by its browser. */
    wall?: string;
}
/** Reads what a request shows. Values are not checked here, only bounded. */
export declare function credentialsOf({ authorization, cookie }: IncomingHttpHeaders): Credentials;
