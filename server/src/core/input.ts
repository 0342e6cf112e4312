import { actorSchema } from '@tunnelwatch/shared/actor';
import type { AuditNote } from '@tunnelwatch/shared/audit';
import { type Command, COMMAND_NAMES, type CommandName, COMMANDS } from '@tunnelwatch/shared/commands';
import { z } from 'zod';
import { type StoreRule, STORE_RULES } from './alert/monitoring/store-rules.js';
import type { EventPart } from './events/event-part.js';
import type { OutboxResult } from './notifications/outbox.js';
import { type StoredRecord, storedRecordSchema } from './past-record.js';

/**
 * Everything that can change what the monitor believes. Inputs are applied in order, and the same inputs give the same
 * state: after a kill, on another machine, and again years later. `at` is when the input came, epoch ms.
 */
export type Input = LinesInput | RecordableInput;

/**
 * Lines that were read, as the columns that they became. Their bytes are no part of it: a million lines a second are
 * decoded where they lie, and what each of them says is counted on the way (`LineProcessor`).
 */
export interface LinesInput {
  kind: 'lines';
  at: number;
  part: EventPart;
}

/** Inputs other than lines: few, and so plain that they can be written down. */
export type RecordableInput =
  | TickInput
  | CommandInput
  /** Takes an import of the inventory a little further. */
  | { kind: 'advanceImport'; at: number }
  /** What the server itself has for the audit trail. */
  | { kind: 'notes'; at: number; notes: readonly AuditNote[] }
  /** What became of notifications. */
  | { kind: 'deliveries'; at: number; results: readonly OutboxResult[] }
  /** What is wrong with the monitor's own store; null when that is over. */
  | { kind: 'storeCondition'; at: number; rule: StoreRule; message: string | null }
  /** What was shown of the monitor itself, once a minute, for the time machine. */
  | { kind: 'record'; at: number; record: StoredRecord };

/** A second has passed. */
export interface TickInput {
  kind: 'tick';
  at: number;
  /** The sources that are followed; null while nothing could be read, as when the store refuses. */
  sources: readonly FollowedSource[] | null;
}

/** A source that is followed, as it is now. */
export interface FollowedSource {
  id: number;
  /** The oldest byte that was not read has waited for at most this long, milliseconds; 0 when nothing waits. */
  lagMs: number;
  /** Connections of a listener that wait for a place; 0 for files. */
  waitingConnections: number;
}

/** What a person or a program asks for. */
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

/** A command with a request of its name's kind. */
const commandSchema = z
  .object({ name: z.enum(COMMAND_NAMES), request: z.unknown() })
  .transform((command, context): Command => {
    const parsed = parseCommand(command.name, command.request);
    if (parsed.ok) return parsed.command;
    context.addIssue({ code: 'custom', path: ['request'], message: parsed.message });
    return z.NEVER;
  });

const inputSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('tick'),
    ...atShape,
    sources: z.array(z.object({ id: z.number(), lagMs: z.number(), waitingConnections: z.number() })).nullable(),
  }),
  z.object({ kind: z.literal('command'), ...atShape, command: commandSchema, actor: actorSchema }),
  z.object({ kind: z.literal('advanceImport'), ...atShape }),
  z.object({ kind: z.literal('notes'), ...atShape, notes: z.array(auditNoteSchema) }),
  z.object({ kind: z.literal('deliveries'), ...atShape, results: z.array(outboxResultSchema) }),
  z.object({
    kind: z.literal('storeCondition'),
    ...atShape,
    rule: z.enum(STORE_RULES),
    message: z.string().nullable(),
  }),
  z.object({ kind: z.literal('record'), ...atShape, record: storedRecordSchema }),
]);

/** The version of the written form; a reader refuses one that it does not know. */
const INPUT_VERSION = 1;

const writtenInputSchema = z.object({ version: z.literal(INPUT_VERSION), input: inputSchema });

/** An input in its written form: one line of JSON. */
export function writeInput(input: RecordableInput): string {
  // Whoever ticks may hand over more of its sources than what counts.
  const sources = input.kind === 'tick' ? (input.sources?.map(pickFollowed) ?? null) : undefined;
  const written = sources === undefined ? input : { ...input, sources };
  return JSON.stringify({ version: INPUT_VERSION, input: written });
}

function pickFollowed({ id, lagMs, waitingConnections }: FollowedSource): FollowedSource {
  return { id, lagMs, waitingConnections };
}

/** Reads what `writeInput` wrote. @throws ZodError for any other text, an input of another version included */
export function readInput(text: string): RecordableInput {
  return writtenInputSchema.parse(JSON.parse(text)).input;
}

/** A command of a name whose request came from outside. */
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
  // The compiler does not see that name and request come from the same entry of the table.
  return { ok: true, command: { name, request: parsed.data } as Command };
}
