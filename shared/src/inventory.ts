import { z } from 'zod';
import { type Problem, problemSchema } from './error-code.js';
import { canonicalPattern } from './inventory-pattern.js';
import { prioritySchema } from './priority.js';

/**
 * The inventory: operators' names for the tunnels and interfaces that a log names by opaque keys only. Entries match by
 * patterns, so that a name can survive a rekey.
 */

/** Maximum number of entries, and of those with `*` or `?` in a pattern. */
export const INVENTORY_LIMITS = { entries: 200_000, patterns: 5000, importBytes: 64 * 1024 * 1024 } as const;

/** What a pattern is matched against: the matchkey of tunnels, or the name of interfaces. */
export const INVENTORY_KINDS = ['matchkey', 'iface'] as const;

export const inventoryKindSchema = z.enum(INVENTORY_KINDS);

export type InventoryKind = z.infer<typeof inventoryKindSchema>;

/** Text that the store returns unchanged. */
function isStorable(text: string): boolean {
  return !text.includes('\0') && !/\p{Cs}/u.test(text);
}

function isOneLine(text: string): boolean {
  return isStorable(text) && !/[\r\n]/.test(text);
}

const line = (most: number) =>
  z
    .string()
    .trim()
    .max(most, `${String(most)} characters at the most`)
    .refine(isOneLine, 'one line of text');

/** A line of a log contains no line break, so neither does what is matched against it. */
const patternSchema = z
  .string()
  .min(1, 'write * for any')
  .max(512, '512 characters at the most')
  .refine(isOneLine, 'one line of text')
  .transform(canonicalPattern);

const entryFields = {
  /** A pattern for gateways. */
  gateway: patternSchema,
  kind: inventoryKindSchema,
  /** A pattern for matchkeys or interface names. */
  pattern: patternSchema,
  name: line(120).pipe(z.string().min(1, 'a name is needed')),
  site: line(120),
  peer: line(200),
  note: z.string().trim().max(2000, '2000 characters at the most').refine(isStorable, 'text only'),
  /** The lowest priority of alerts about what it matches; null leaves it to the rules. */
  priority: prioritySchema.nullable(),
};

/** The fields of an entry that an operator writes. */
export const inventoryFieldsSchema = z.strictObject(entryFields);

export type InventoryFields = z.output<typeof inventoryFieldsSchema>;

/** The body of a new entry: fields left out are empty. */
export const inventoryBodySchema = z.strictObject({
  ...entryFields,
  gateway: patternSchema.default('*'),
  site: entryFields.site.default(''),
  peer: entryFields.peer.default(''),
  note: entryFields.note.default(''),
  priority: entryFields.priority.default(null),
});

const versionSchema = z.number().int().positive();

/** The body of a change: the whole entry, and the version that the author saw. */
export const inventoryChangeBodySchema = inventoryBodySchema.extend({ version: versionSchema });

/** A stored entry. */
export const inventoryEntrySchema = z.object({
  id: z.number().int().positive(),
  gateway: z.string(),
  kind: inventoryKindSchema,
  pattern: z.string(),
  name: z.string(),
  site: z.string(),
  peer: z.string(),
  note: z.string(),
  priority: prioritySchema.nullable(),
  version: versionSchema,
  /** Epoch ms. */
  updatedAt: z.number(),
  updatedBy: z.string(),
});

export type InventoryEntry = z.infer<typeof inventoryEntrySchema>;

/** The inventory's name of a tunnel or an interface; the log's name is always shown beside it. */
export const inventoryNameSchema = z.object({
  /** The entry that it comes from. */
  id: z.number().int().positive(),
  name: z.string(),
  site: z.string(),
  peer: z.string(),
  priority: prioritySchema.nullable(),
  /** The patterns by which it matches; null where the entry names exactly this one. */
  rule: z.object({ gateway: z.string(), pattern: z.string() }).nullable(),
});

export type InventoryName = z.infer<typeof inventoryNameSchema>;

/** The inventory's name for a displayed tunnel or interface; null where the inventory has no entry. */
export const namedShape = { inventory: inventoryNameSchema.nullable() };

/** How a change of one entry ended. */
export const inventoryResultSchema = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), entry: inventoryEntrySchema }),
  z.object({ ok: z.literal(false), problem: problemSchema }),
]);

export type InventoryResult = z.infer<typeof inventoryResultSchema>;

/** A request about one entry. */
export const inventoryCommandSchema = z.discriminatedUnion('action', [
  z.strictObject({ action: z.literal('add'), fields: inventoryFieldsSchema }),
  z.strictObject({
    action: z.literal('change'),
    id: z.number().int().positive(),
    version: versionSchema,
    fields: inventoryFieldsSchema,
  }),
  z.strictObject({ action: z.literal('remove'), id: z.number().int().positive(), version: versionSchema }),
]);

export type InventoryCommand = z.infer<typeof inventoryCommandSchema>;

/** A row of an import; columns that the file does not have are left out. */
export const importRowSchema = inventoryFieldsSchema.partial({ site: true, peer: true, note: true, priority: true });

export type ImportRow = z.infer<typeof importRowSchema>;

/** An imported file: its hash, for the audit trail, and how many of its rows were left out. */
export const importOriginSchema = z.object({ sha256: z.string(), refused: z.number().int().nonnegative() });

export type ImportOrigin = z.infer<typeof importOriginSchema>;

/** The rows of a file, no two about the same subject. */
export const importCommandSchema = z.strictObject({ origin: importOriginSchema, rows: z.array(importRowSchema) });

/** Columns of a file that is imported or was exported. */
export const INVENTORY_COLUMNS = ['gateway', 'matchkey', 'iface', 'name', 'site', 'peer', 'note', 'priority'] as const;

export type InventoryColumn = (typeof INVENTORY_COLUMNS)[number];

/** A refused row of an imported file. */
export const refusedRowSchema = z.object({
  /** Line of the file, from 1. */
  line: z.number().int().positive(),
  /** Null when it is not about one column. */
  column: z.string().nullable(),
  reason: z.string(),
});

export type RefusedRow = z.infer<typeof refusedRowSchema>;

/** What an import does, or in a dry run would do, in numbers of rows. */
export const importReportSchema = z.object({
  dryRun: z.boolean(),
  rows: z.number().int().nonnegative(),
  added: z.number().int().nonnegative(),
  changed: z.number().int().nonnegative(),
  unchanged: z.number().int().nonnegative(),
  refused: z.number().int().nonnegative(),
  /** The first of the refused ones. */
  refusals: z.array(refusedRowSchema),
});

export type ImportReport = z.infer<typeof importReportSchema>;

/** The counts of an import that changed the inventory. */
export type ImportCounts = Pick<ImportReport, 'added' | 'changed' | 'unchanged'>;

/** Maximum number of refused rows that are listed. */
export const MAX_REFUSALS = 200;

/** How an import ended. */
export type ImportResult = { ok: true; counts: ImportCounts } | { ok: false; problem: Problem };
