import { type Logger } from 'pino';
/** The server's own log: one JSON object a line on standard error, control characters escaped. Never secrets. */
export declare function createLog(level: string): Logger;
