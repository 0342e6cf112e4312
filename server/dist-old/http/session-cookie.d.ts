import type { Request, Response } from 'express';
/** Sets the cookies of people and walls. */
export interface SessionCookies {
    setSession: (request: Request, response: Response, session: {
        secret: string;
        expiresAt: number;
    }) => void;
    setWall: (request: Request, response: Response, token: string) => void;
    clear: (request: Request, response: Response) => void;
}
/** Cookies below a base path. */
export declare function sessionCookies(basePath: string): SessionCookies;
