import { z } from 'zod';
import { nameSchema } from './alert-command.js';
import { isoTimeSchema, limit, timeParameterSchema } from './api.js';

/** Longest text of a note for the next shift. */
export const MAX_NOTE_CHARACTERS = 4000;

/** A note of one shift for the next one. It is never changed; who of the next shift has read it is added once. */
export const handOverNoteSchema = z.object({
  id: z.number().int().positive(),
  at: isoTimeSchema,
  author: z.string(),
  text: z.string(),
  /** The first other person who confirmed reading it; null while nobody has. */
  read: z.object({ by: z.string(), at: isoTimeSchema }).nullable(),
  /** True if whoever asks may confirm reading it: it is another person's, and nobody has. */
  isToRead: z.boolean(),
});
export type HandOverNote = z.output<typeof handOverNoteSchema>;

/** Where nobody signs in, `by` names who acts; otherwise it is left out. */
const named = { by: nameSchema.optional() };

export const newNoteBodySchema = z.strictObject({
  text: z
    .string()
    .trim()
    .min(1, 'write something for the next shift')
    .max(MAX_NOTE_CHARACTERS, `a note has at most ${String(MAX_NOTE_CHARACTERS)} characters`),
  ...named,
});

export const readNoteBodySchema = z.strictObject(named);

/** All notes, the newest first. */
export const noteListQuerySchema = z.strictObject({
  limit: limit(200, 50),
  cursor: z
    .string()
    .regex(/^\d{1,15}$/, 'take it from nextCursor of the page before')
    .optional(),
});
export const notePageSchema = z.object({ items: z.array(handOverNoteSchema), nextCursor: z.string().nullable() });

/** Sends the hand-over of a period, with its notes, through a channel for e-mail. */
export const mailHandOverBodySchema = z.strictObject({
  channel: z.string().max(200),
  from: timeParameterSchema.optional(),
  to: timeParameterSchema.optional(),
  ...named,
});

/** Whether the mail server took it, or why not. */
export const handOverMailedSchema = z.object({ delivered: z.boolean(), error: z.string().nullable() });
