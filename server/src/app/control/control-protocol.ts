import { actorSchema } from '@tunnelwatch/shared/actor';
import { z } from 'zod';
import { sharedSettingsSchema } from '../../config/shared-settings.js';

/** Messages between commands and a running server over the control socket: one JSON object per line. */

export const controlRequestSchema = z.discriminatedUnion('command', [
  z.strictObject({ command: z.literal('ingest'), files: z.array(z.string()).min(1) }),
  z.strictObject({ command: z.literal('reload') }),
  z.strictObject({
    command: z.literal('applyConfig'),
    settings: sharedSettingsSchema,
    by: actorSchema,
    isDryRun: z.boolean(),
  }),
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
  /** Changed settings that all nodes of the cluster share, which `cluster apply-config` applies. */
  shared: z.array(z.string()),
});

const appliedReportSchema = z.object({
  /** What is in force from now on that was not before, or would be. */
  changes: z.array(z.object({ key: z.string(), before: z.unknown(), after: z.unknown() })),
});

/** What became of applying the settings that all nodes of a cluster share. */
export type AppliedReport = z.infer<typeof appliedReportSchema>;

/** What became of reading the configuration again. */
export type ReloadReport = z.infer<typeof reloadReportSchema>;

export const controlAnswerSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('progress'), bytes: z.number(), totalBytes: z.number() }),
  z.object({ kind: z.literal('done'), report: ingestReportSchema }),
  z.object({ kind: z.literal('backedUp'), report: backupReportSchema }),
  z.object({ kind: z.literal('reloaded'), report: reloadReportSchema }),
  z.object({ kind: z.literal('applied'), report: appliedReportSchema }),
  z.object({ kind: z.literal('failed'), message: z.string() }),
]);
export type ControlAnswer = z.infer<typeof controlAnswerSchema>;

/** Name of the socket inside the data folder. */
export const SOCKET_NAME = 'control.sock';
