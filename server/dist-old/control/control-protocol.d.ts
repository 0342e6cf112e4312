import { z } from 'zod';
/** What commands and a running server say to each other over the control socket: one JSON object a line. */
export declare const controlRequestSchema: z.ZodDiscriminatedUnion<[z.ZodObject<{
    command: z.ZodLiteral<"ingest">;
    files: z.ZodArray<z.ZodString>;
}, z.core.$strict>, z.ZodObject<{
    command: z.ZodLiteral<"backup">;
    file: z.ZodString;
    isForced: z.ZodBoolean;
}, z.core.$strict>], "command">;
export type ControlRequest = z.infer<typeof controlRequestSchema>;
declare const backupReportSchema: z.ZodObject<{
    file: z.ZodString;
    bytes: z.ZodNumber;
    step: z.ZodNumber;
    peopleFile: z.ZodNullable<z.ZodString>;
}, z.core.$strip>;
/** A backup that was made; `peopleFile` is null where nobody is known yet. */
export type ControlBackupReport = z.infer<typeof backupReportSchema>;
export declare const controlAnswerSchema: z.ZodDiscriminatedUnion<[z.ZodObject<{
    kind: z.ZodLiteral<"progress">;
    bytes: z.ZodNumber;
    totalBytes: z.ZodNumber;
}, z.core.$strip>, z.ZodObject<{
    kind: z.ZodLiteral<"done">;
    report: z.ZodObject<{
        lines: z.ZodNumber;
        events: z.ZodNumber;
        unknown: z.ZodNumber;
        other: z.ZodNumber;
        unreadable: z.ZodNumber;
        empty: z.ZodNumber;
    }, z.core.$strip>;
}, z.core.$strip>, z.ZodObject<{
    kind: z.ZodLiteral<"backedUp">;
    report: z.ZodObject<{
        file: z.ZodString;
        bytes: z.ZodNumber;
        step: z.ZodNumber;
        peopleFile: z.ZodNullable<z.ZodString>;
    }, z.core.$strip>;
}, z.core.$strip>, z.ZodObject<{
    kind: z.ZodLiteral<"failed">;
    message: z.ZodString;
}, z.core.$strip>], "kind">;
export type ControlAnswer = z.infer<typeof controlAnswerSchema>;
/** Name of the socket inside the data folder. */
export declare const SOCKET_NAME = "control.sock";
export {};
