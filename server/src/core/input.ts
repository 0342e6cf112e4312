import { type ListenerCertificate, listenerCertificateSchema } from '@tunnelwatch/shared/source-health';
import { actorSchema } from '@tunnelwatch/shared/actor';
import type { AuditNote } from '@tunnelwatch/shared/audit';
import { type Command, COMMAND_NAMES, type CommandName, COMMANDS } from '@tunnelwatch/shared/commands';
import { alertClassSchema } from '@tunnelwatch/shared/alert';
import { tunnelVerdictSchema } from '@tunnelwatch/shared/diagnosis';
import { prioritySchema } from '@tunnelwatch/shared/priority';
import { severitySchema } from '@tunnelwatch/shared/severity';
import { alertSubjectSchema, subjectSchema } from '@tunnelwatch/shared/subject';
import { z } from 'zod';
import type { PatternProblem, SourceProblem } from './alert/monitoring/reading-rule.js';
import { type StoreRule, STORE_RULES } from './alert/monitoring/store-rules.js';
import type { ConditionChanges } from './alert/registry/proposed-conditions.js';
import type { SourceRecord } from './aggregate/source-tally.js';
import type { LeavingNames, UnusedNames } from './aggregate/records.js';
import type { EventPart } from './events/event-part.js';
import type { OutboxResult } from './notifications/outbox.js';
import type { NotificationPlan } from './notifications/plan.js';
import { notificationPlanSchema } from './notifications/plan-schema.js';
import { type StoredRecord, storedRecordSchema } from './past-record.js';

/**
 * Everything that can change what the monitor believes. Inputs are applied in order, and the same inputs give the same
 * state: after a kill, on another machine, and again years later. `at` is when the input arrived, epoch ms.
 */
export type Input = LinesInput | RecordableInput;

/**
 * Lines that were read, as columns. Their bytes are not part of it: a million lines per second are
 * decoded in place, and their content is counted at the same time (`LineProcessor`).
 */
export interface LinesInput {
  kind: 'lines';
  at: number;
  part: EventPart;
}

/** Inputs other than lines: few, and simple enough to be serialised. */
export type RecordableInput =
  | TickInput
  | CommandInput
  /** What one node's rules have found, for all nodes. */
  | ({ kind: 'conditions'; at: number } & ConditionChanges)
  /** Continues an import of the inventory by one step. */
  | { kind: 'advanceImport'; at: number }
  /** Notes of the server itself for the audit trail. */
  | { kind: 'notes'; at: number; notes: readonly AuditNote[] }
  /** Results of notifications. */
  | { kind: 'deliveries'; at: number; results: readonly OutboxResult[] }
  /** A problem of the monitor's own store; null when it is resolved. */
  | { kind: 'storeCondition'; at: number; rule: StoreRule; message: string | null }
  /** The configuration was loaded again: who is notified of what. */
  | { kind: 'plan'; at: number; plan: NotificationPlan }
  /** The monitor's own state as shown, once a minute, for the time machine. */
  | { kind: 'record'; at: number; record: StoredRecord }
  /** Names that nothing stored had any more when the store looked: those not in use are let go of. */
  | { kind: 'forget'; at: number; unused: UnusedNames }
  /** Of these the ones that the store has removed, and the subjects that it had to keep. */
  | { kind: 'forgotten'; at: number; left: LeavingNames; kept: readonly number[] };

/** A second has passed. */
export interface TickInput {
  kind: 'tick';
  at: number;
  /** The followed sources; null while nothing could be read, for instance because the store refuses. */
  sources: readonly FollowedSource[] | null;
  /** Patterns whose files cannot be read; none by default. */
  patterns?: readonly PatternProblem[];
}

/** A followed source, as it is now. */
export interface FollowedSource {
  id: number;
  /** Upper bound of how long the oldest unread byte has waited, milliseconds; 0 when nothing is waiting. */
  lagMs: number;
  /** Connections of a listener that wait for a place; 0 for files. */
  waitingConnections: number;
  /** That of a listener over TLS while it listens. */
  certificate?: ListenerCertificate | null | undefined;
  /** Why it is not read; null while it is. */
  problem: SourceProblem | null;
  /** True when nothing more is expected of it: a newer file has taken its place, or it is gone. */
  isFinished: boolean;
  /** Its record, where the sender has it: it saves thousands of copies a second. It is no part of the input. */
  source?: SourceRecord;
}

/** The request of a person or a program. */
export interface CommandInput {
  kind: 'command';
  at: number;
  command: Command;
  actor: z.infer<typeof actorSchema>;
}

const atShape = { at: z.number() };

const auditNoteSchema = z.object({
  at: z.number(),
  actor: actorSchema,
  action: z.string(),
  target: z.string(),
  comment: z.string(),
  before: z.record(z.string(), z.unknown()).nullable(),
  after: z.record(z.string(), z.unknown()).nullable(),
  requestKey: z.string().nullable(),
  mayComeAgain: z.boolean().exactOptional(),
});

const outboxResultSchema = z.discriminatedUnion('outcome', [
  z.object({ id: z.number(), at: z.number(), attempts: z.number(), outcome: z.literal('sent') }),
  z.object({
    id: z.number(),
    at: z.number(),
    attempts: z.number(),
    outcome: z.literal('again'),
    nextAt: z.number(),
    error: z.string(),
  }),
  z.object({ id: z.number(), at: z.number(), attempts: z.number(), outcome: z.literal('failed'), error: z.string() }),
]);

/** A command with the request type of its name. */
const commandSchema = z
  .object({ name: z.enum(COMMAND_NAMES), request: z.unknown() })
  .transform((command, context): Command => {
    const parsed = parseCommand(command.name, command.request);
    if (parsed.ok) return parsed.command;
    context.addIssue({ code: 'custom', path: ['request'], message: parsed.message });
    return z.NEVER;
  });

const problemSchema = z.object({ kind: z.enum(['failed', 'gone']), text: z.string() });

const followedSourceSchema = z.object({
  id: z.number(),
  lagMs: z.number(),
  waitingConnections: z.number(),
  certificate: listenerCertificateSchema.nullish(),
  problem: problemSchema.nullable(),
  isFinished: z.boolean(),
});

const conditionSchema = z.object({
  rule: z.string(),
  subject: alertSubjectSchema,
  message: z.string(),
  severity: severitySchema,
  class: alertClassSchema,
  priority: prioritySchema,
  since: z.number(),
  events: z.object({ count: z.number(), peak: z.number(), lastTime: z.number() }).exactOptional(),
});

const inputSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('tick'),
    ...atShape,
    sources: z.array(followedSourceSchema).nullable(),
    patterns: z.array(z.object({ pattern: z.string(), problem: problemSchema })).exactOptional(),
  }),
  z.object({ kind: z.literal('command'), ...atShape, command: commandSchema, actor: actorSchema }),
  z.object({
    kind: z.literal('conditions'),
    ...atShape,
    raised: z.array(conditionSchema),
    cleared: z.array(z.object({ rule: z.string(), subject: alertSubjectSchema })),
    verdicts: z.array(z.object({ subject: alertSubjectSchema, verdict: tunnelVerdictSchema.nullable() })),
  }),
  z.object({ kind: z.literal('advanceImport'), ...atShape }),
  z.object({ kind: z.literal('notes'), ...atShape, notes: z.array(auditNoteSchema) }),
  z.object({ kind: z.literal('deliveries'), ...atShape, results: z.array(outboxResultSchema) }),
  z.object({
    kind: z.literal('storeCondition'),
    ...atShape,
    rule: z.enum(STORE_RULES),
    message: z.string().nullable(),
  }),
  z.object({ kind: z.literal('plan'), ...atShape, plan: notificationPlanSchema }),
  z.object({ kind: z.literal('record'), ...atShape, record: storedRecordSchema }),
  z.object({
    kind: z.literal('forget'),
    ...atShape,
    unused: z.object({
      subjects: z.array(z.object({ id: z.number(), subject: subjectSchema })),
      gateways: z.array(z.string()),
    }),
  }),
  z.object({
    kind: z.literal('forgotten'),
    ...atShape,
    left: z.object({ subjects: z.array(z.number()), gateways: z.array(z.string()) }),
    kept: z.array(z.number()),
  }),
]);

/** The version of the serialised form; a reader refuses an unknown one. */
const INPUT_VERSION = 1;

const writtenInputSchema = z.object({ version: z.literal(INPUT_VERSION), input: inputSchema });

/** Serialises an input as one line of JSON. */
export function writeInput(input: RecordableInput): string {
  // The caller's sources may have more fields than those that matter.
  const sources = input.kind === 'tick' ? (input.sources?.map(pickFollowed) ?? null) : undefined;
  const written = sources === undefined ? input : { ...input, sources };
  return JSON.stringify({ version: INPUT_VERSION, input: written });
}

function pickFollowed(source: FollowedSource): FollowedSource {
  const { id, lagMs, waitingConnections, certificate, problem, isFinished } = source;
  return { id, lagMs, waitingConnections, ...(certificate != null && { certificate }), problem, isFinished };
}

/** Parses the output of `writeInput`. @throws ZodError for any other text, including an input of another version */
export function readInput(text: string): RecordableInput {
  return writtenInputSchema.parse(JSON.parse(text)).input;
}

/** A command by name with a request from outside. */
export function parseCommand(
  name: CommandName,
  request: unknown,
): { ok: true; command: Command } | { ok: false; message: string } {
  const parsed = COMMANDS[name].request.safeParse(request);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const path = issue?.path.map(String).join('.') ?? '';
    const message = issue?.message ?? 'not a request of this command';
    return { ok: false, message: path === '' ? message : `${path}: ${message}` };
  }
  // The compiler cannot infer that name and request come from the same entry of the table.
  return { ok: true, command: { name, request: parsed.data } as Command };
}
