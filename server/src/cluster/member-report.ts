import { senderReportSchema } from '@tunnelwatch/shared/sender';
import { listenerCertificateSchema, sourceHealthSchema } from '@tunnelwatch/shared/source-health';
import { z } from 'zod';

/**
 * What members of a cluster tell each other beside the stream: how they are doing. Nothing that is stored depends on it,
 * so that a message may be lost.
 */

/** The topics of plain NATS; each has one kind of report. */
export const TOPICS = {
  node: 'node',
  collector: 'collector',
  blocks: 'blocks',
  hello: 'hello',
  digest: 'digest',
  attempts: 'attempts',
} as const;

/** A node, once a second. */
export const nodeReportSchema = z.object({
  node: z.string(),
  incarnation: z.string(),
  version: z.string(),
  /** Up to which input it has applied, and when that was stored in the stream, epoch ms. */
  sequence: z.number(),
  appliedAt: z.number(),
  /** True while it acts for all: it notifies, and tells what its rules find. */
  isActing: z.boolean(),
  /** Keys of the settings of which its file says something else than what is in force; a node of an older version says nothing. */
  differingSettings: z.array(z.string()).default([]),
  /** When it may be, epoch ms by its own clock. */
  at: z.number(),
});
export type NodeReport = z.infer<typeof nodeReportSchema>;

/** A source of a collector, as its rules need it and as it is shown. */
export const reportedSourceSchema = z.object({
  health: sourceHealthSchema,
  waitingConnections: z.number(),
  certificate: listenerCertificateSchema.nullable(),
  problem: z.object({ kind: z.enum(['failed', 'gone']), text: z.string() }).nullable(),
  isFinished: z.boolean(),
});
export type ReportedSource = z.infer<typeof reportedSourceSchema>;

/** A collector, once a second: what has changed, or all of it when a node is new. */
export const collectorReportSchema = z.object({
  collector: z.string(),
  incarnation: z.string(),
  version: z.string(),
  at: z.number(),
  /** What waits for the cluster. */
  spool: z.object({ batches: z.number(), bytes: z.number(), limitBytes: z.number(), lastNumber: z.number() }),
  sources: z.array(reportedSourceSchema),
  /** Numbers of sources, by the collector's own count, that are no longer listed. */
  gone: z.array(z.number()),
  patterns: z.array(
    z.object({ pattern: z.string(), problem: z.object({ kind: z.enum(['failed', 'gone']), text: z.string() }) }),
  ),
  /** What of blocked senders was discarded since the last report. */
  discarded: z.array(z.object({ sender: z.string(), count: z.number() })),
});
export type CollectorReport = z.infer<typeof collectorReportSchema>;

/** Which senders are blocked, for collectors. */
export const blocksReportSchema = z.object({ blocks: z.array(senderReportSchema) });

/** A member that has come, and has heard nothing yet: nodes want to know of sources, collectors who is blocked. */
export const helloSchema = z.object({ member: z.string(), role: z.enum(['node', 'collector']) });

/** What a node's store holds up to an input; nodes of one version have the same. */
export const digestReportSchema = z.object({
  node: z.string(),
  version: z.string(),
  sequence: z.number(),
  state: z.string(),
  hours: z.array(z.tuple([z.number(), z.string()])),
});
export type DigestReport = z.infer<typeof digestReportSchema>;

/** Serialises a report. */
export function writeReport(report: unknown): Uint8Array {
  return Buffer.from(JSON.stringify(report));
}

/** A report of this kind; undefined for anything else: a member of another version may say more, or other things. */
export function readReport<Report>(schema: z.ZodType<Report>, body: Uint8Array): Report | undefined {
  try {
    const parsed = schema.safeParse(JSON.parse(Buffer.from(body).toString('utf8')));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}
