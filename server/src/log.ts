import { type Logger, pino } from 'pino';

/** The server's own log: one JSON object per line on standard error, control characters escaped. Never secrets. */
export function createLog(level: string): Logger {
  return pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime },
    pino.destination({ dest: 2, sync: true }),
  );
}
