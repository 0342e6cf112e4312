import { z } from 'zod';
import { isoTimeSchema, limit, pageOf, text } from './api.js';
import { inventoryEntrySchema, inventoryKindSchema, namedShape } from './inventory.js';
import { subjectSchema } from './subject.js';

/** `q` matches part of any text of an entry, ignoring case; the others match exactly. */
const inventoryFilterSchema = z.strictObject({
  q: z.string().max(200).optional(),
  gateway: text.optional(),
  site: text.optional(),
});

export type InventoryFilter = z.infer<typeof inventoryFilterSchema>;

export const inventoryListQuerySchema = inventoryFilterSchema.extend({
  limit: limit(1000, 100),
  cursor: z.string().max(200).optional(),
});

export const apiInventoryEntrySchema = inventoryEntrySchema.extend({ updatedAt: isoTimeSchema });
export const inventoryPageSchema = pageOf(apiInventoryEntrySchema).extend({ total: z.number().int().nonnegative() });

/** Patterns to try out. */
export const inventoryMatchQuerySchema = z.strictObject({
  kind: inventoryKindSchema,
  gateway: z.string().max(512),
  pattern: z.string().max(512),
  limit: limit(100, 10),
});

export type InventoryMatchQuery = z.infer<typeof inventoryMatchQuerySchema>;

/** What the patterns match, each with its current name. */
export const inventoryMatchPageSchema = pageOf(z.object({ ...namedShape, subject: subjectSchema })).extend({
  total: z.number().int().nonnegative(),
});

export const inventoryRemovalQuerySchema = z.strictObject({ version: z.coerce.number().int().positive() });

const flag = z
  .enum(['true', 'false'])
  .default('false')
  .transform((word) => word === 'true');

/** `dryRun` changes nothing; `skipRefused` leaves out the rows that are refused. */
export const importQuerySchema = z.strictObject({ dryRun: flag, skipRefused: flag });
