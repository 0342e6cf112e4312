import type { Request } from 'express';
/** The tunnel that a path names and the time that its query names, epoch ms; a window ends at the reference time. */
export declare function tunnelTimeOf(request: Request, referenceTime: number): {
    gateway: string;
    matchkey: string;
    from: number;
    to: number;
};
