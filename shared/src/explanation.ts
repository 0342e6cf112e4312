import { z } from 'zod';
import { failureClassSchema } from './failure-class.js';
import { severitySchema } from './severity.js';
import { UNREADABLE_REASONS } from './source-health.js';
import { subjectSchema } from './subject.js';

/** What a line became: an event of the catalogue, one that the catalogue does not have, or no event. */
export const LINE_OUTCOMES = ['event', 'unknown', 'other', 'unreadable', 'empty'] as const;

/** What a part of a line is, as it was taken. */
export const PART_KINDS = ['gateway', 'relay', 'time', 'severity', 'program', 'folded', 'category', 'message'] as const;

export type PartKind = (typeof PART_KINDS)[number];

export const PART_LABEL: Readonly<Record<PartKind, string>> = {
  gateway: 'gateway',
  relay: 'relay',
  time: 'time stamp',
  severity: 'severity',
  program: 'program',
  folded: 'folded repeats',
  category: 'category',
  message: 'message',
};

/** A place in the line: characters from 0, `end` exclusive; null for what has none, such as a part of a decoded text. */
export const placeSchema = z.object({ start: z.number().int(), end: z.number().int() }).nullable();

export type Place = z.infer<typeof placeSchema>;

export const linePartSchema = z.object({ kind: z.enum(PART_KINDS), text: z.string(), place: placeSchema });

export type LinePart = z.infer<typeof linePartSchema>;

/** What one program wrote around the message; times are epoch ms. */
export const lineHeaderSchema = z.object({
  role: z.enum(['relay', 'gateway']),
  /** True for what an object around the message says, false for a header in front of it. */
  isWrapping: z.boolean(),
  host: z.string().nullable(),
  time: z.number().nullable(),
  severity: severitySchema.nullable(),
});

export const lineFieldSchema = z.object({ name: z.string(), value: z.string(), place: placeSchema });

/** A time and where it comes from. */
export const timeOriginSchema = z.object({ at: z.number(), from: z.string() });

/** The zone is null where no stamp was read. */
export const lineTimeSchema = timeOriginSchema.extend({ zone: z.string().nullable() });

/** How a line is read, and why; times are epoch ms. Long lists are cut; what is left out is counted. */
export const explanationSchema = z.object({
  outcome: z.enum(LINE_OUTCOMES),
  line: z.string(),
  /** What was taken off around the message, outermost first, as sentences. */
  unwrapped: z.array(z.string()),
  /** Outermost first. */
  headers: z.array(lineHeaderSchema),
  parts: z.array(linePartSchema),
  fields: z.array(lineFieldSchema),
  /** Parts and fields beyond those. */
  notShown: z.number().int().nonnegative(),
  category: z.string().nullable(),
  /** The id as written; null without one. */
  id: z.string().nullable(),
  /** The message that it is; null where the line is no event. */
  message: z
    .object({
      id: z.number().int().nullable(),
      text: z.string(),
      isKnown: z.boolean(),
      class: failureClassSchema,
      isLatching: z.boolean(),
    })
    .nullable(),
  severity: z.object({ value: severitySchema, from: z.string() }).nullable(),
  subject: subjectSchema.nullable(),
  gateway: z
    .object({
      /** As the line has it. */
      name: z.string(),
      member: z.string().nullable(),
      from: z.string(),
      /** The gateway that it is counted as: another name where case, domain or an alias differ. */
      countedAs: z.string(),
      isAlias: z.boolean(),
    })
    .nullable(),
  time: lineTimeSchema.nullable(),
  receivedTime: timeOriginSchema.nullable(),
  repeats: z.number().int(),
  /** What is uncertain, as sentences. */
  doubts: z.array(z.string()),
  /** Why it cannot be read, and what would have to be different. */
  failure: z.object({ reason: z.enum(UNREADABLE_REASONS), text: z.string(), nearest: z.array(z.string()) }).nullable(),
});

export type Explanation = z.infer<typeof explanationSchema>;

/** The gateway of a line in words: as the line has it, what it is counted as, and where it comes from. */
export function gatewayText({ name, member, from, countedAs, isAlias }: NonNullable<Explanation['gateway']>): string {
  const counted = countedAs === name ? '' : ` → counted as ${countedAs}${isAlias ? ' (alias)' : ''}`;
  return `${name}${member === null ? '' : ` (HA member ${member})`}${counted}, from ${from}`;
}

/** Longest line that is explained over HTTP, characters. */
export const MAX_EXPLAINED = 16_384;

/** A line, the source that it is of (null for none), and when it arrived there. */
export const explainBodySchema = z.strictObject({
  line: z.string().max(MAX_EXPLAINED),
  source: z.number().int().nullable().default(null),
  at: z.iso
    .datetime({ offset: true })
    .transform((text) => Date.parse(text))
    .optional(),
});
