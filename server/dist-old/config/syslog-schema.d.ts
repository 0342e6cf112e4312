import { z } from 'zod';
/** Limits of the listeners. */
export declare const syslogSchema: z.ZodObject<{
    maxConnections: z.ZodDefault<z.ZodNumber>;
    maxConnectionsPerSender: z.ZodDefault<z.ZodNumber>;
    idleSeconds: z.ZodDefault<z.ZodNumber>;
    lineSeconds: z.ZodDefault<z.ZodNumber>;
    queueBytes: z.ZodDefault<z.ZodNumber>;
    receiveBufferBytes: z.ZodDefault<z.ZodNumber>;
}, z.core.$strict>;
/** Limits of the listeners, checked, with defaults filled in. */
export type SyslogLimits = z.output<typeof syslogSchema>;
