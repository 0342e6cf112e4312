import { z } from 'zod';

/** Messages between commands and a running server over the control socket: one JSON object per line. */

export const controlRequestSchema = z.discriminatedUnion('command', [
  z.strictObject({ command: z.literal('ingest'), files: z.array(z.string()).min(1) }),
  z.strictObject({ command: z.literal('reload') }),
  z.strictObject({ command: z.literal('backup'), file: z.string().min(1), isForced: z.boolean() }),
]);
export type ControlRequest = z.infer<typeof controlRequestSchema>;

const ingestReportSchema = z.object({
  lines: z.number(),
  events: z.number(),
  unknown: z.number(),
  other: z.number(),
  unreadable: z.number(),
  empty: z.number(),
});

const backupReportSchema = z.object({
  file: z.string(),
  bytes: z.number(),
  step: z.number(),
  peopleFile: z.string().nullable(),
});

/** A completed backup; `peopleFile` is null if there are no people yet. */
export type ControlBackupReport = z.infer<typeof backupReportSchema>;

const reloadReportSchema = z.object({
  /** What is in force now that was not before, in words. */
  changed: z.array(z.string()),
  /** Changed settings that need a restart. */
  restart: z.array(z.string()),
  /** Why the configuration was not taken; empty when it was. */
  errors: z.array(z.string()),
});

/** What became of reading the configuration again. */
export type ReloadReport = z.infer<typeof reloadReportSchema>;

export const controlAnswerSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('progress'), bytes: z.number(), totalBytes: z.number() }),
  z.object({ kind: z.literal('done'), report: ingestReportSchema }),
  z.object({ kind: z.literal('backedUp'), report: backupReportSchema }),
  z.object({ kind: z.literal('reloaded'), report: reloadReportSchema }),
  z.object({ kind: z.literal('failed'), message: z.string() }),
]);
export type ControlAnswer = z.infer<typeof controlAnswerSchema>;

/** Name of the socket inside the data folder. */
export const SOCKET_NAME = 'control.sock';
