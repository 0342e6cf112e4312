import { pino } from 'pino';
/** The server's own log: one JSON object a line on standard error, control characters escaped. Never secrets. */
export function createLog(level) {
    return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, pino.destination({ dest: 2, sync: true }));
}
//# sourceMappingURL=log.js.map