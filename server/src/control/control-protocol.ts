import { z } from 'zod';

/** What commands and a running server say to each other over the control socket: one JSON object a line. */

export const controlRequestSchema = z.strictObject({ command: z.literal('ingest'), files: z.array(z.string()).min(1) });

export const ingestReportSchema = z.object({
  lines: z.number(),
  events: z.number(),
  unknown: z.number(),
  other: z.number(),
  unreadable: z.number(),
  empty: z.number(),
});

export const controlAnswerSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('progress'), bytes: z.number(), totalBytes: z.number() }),
  z.object({ kind: z.literal('done'), report: ingestReportSchema }),
  z.object({ kind: z.literal('failed'), message: z.string() }),
]);
export type ControlAnswer = z.infer<typeof controlAnswerSchema>;

/** Name of the socket inside the data folder. */
export const SOCKET_NAME = 'control.sock';
