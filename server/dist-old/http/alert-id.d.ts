import type { Request } from 'express';
/** The number of the alert that a path names. */
export declare function alertIdOf(request: Request): number;
