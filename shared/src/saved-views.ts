import { z } from 'zod';
import { isoTimeSchema } from './api.js';
import { personRoleSchema } from './people.js';

/** Pages whose filters can be saved as a view. */
export const VIEW_PAGES = ['alerts', 'tunnels', 'events'] as const;
export const viewPageSchema = z.enum(VIEW_PAGES);
export type ViewPage = z.infer<typeof viewPageSchema>;

/** Parameters of these pages that a view keeps: filters, order and columns, and never a time of the time machine. */
export const VIEW_PARAMETERS: ReadonlySet<string> = new Set([
  ...['q', 'gateway', 'matchkey', 'iface', 'messageId', 'class', 'severity', 'site', 'cause', 'verdict'],
  ...['state', 'show', 'past', 'priority', 'assignee', 'rule', 'group'],
  ...['sort', 'order', 'columns', 'window', 'from', 'to'],
]);

/** The parameters of a query string that belong to a view, in order, so that equal views are equal texts. */
export function viewSearch(search: string): string {
  return pairsOf(search)
    .filter(([name, value]) => VIEW_PARAMETERS.has(name) && value !== '')
    .map((pair) => pair.join('='))
    .sort()
    .join('&');
}

/** Names are plain letters; values stay encoded as they are. */
function pairsOf(search: string): (readonly [name: string, value: string])[] {
  return search
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const at = pair.indexOf('=');
      return at < 0 ? [pair, ''] : [pair.slice(0, at), pair.slice(at + 1)];
    });
}

const nameSchema = z
  .string()
  .trim()
  .min(1, 'a name is needed')
  .max(60, 'a name has at most 60 characters')
  .regex(/^[^\p{C}]*$/u, 'a name has no control characters');

/** A query string with nothing but what a view keeps. */
const searchSchema = z
  .string()
  .max(2000, 'a view has at most 2000 characters')
  .regex(/^[\x21\x22\x24-\x7e]*$/, 'a query string, percent-encoded')
  .refine((text) => pairsOf(text).every(([name]) => VIEW_PARAMETERS.has(name)), {
    message: `a view has only these parameters: ${[...VIEW_PARAMETERS].join(', ')}`,
  })
  .transform(viewSearch);

/** A view as somebody saves it. */
export const viewBodySchema = z.strictObject({
  name: nameSchema,
  search: searchSchema,
  /** Whether everybody sees it; operators and admins may share views. */
  isShared: z.boolean().default(false),
});
export type ViewBody = z.output<typeof viewBodySchema>;

export const newViewBodySchema = viewBodySchema.extend({ page: viewPageSchema });

export const savedViewSchema = z.object({
  id: z.number().int().positive(),
  page: viewPageSchema,
  name: z.string(),
  search: z.string(),
  isShared: z.boolean(),
  author: z.string(),
  /** True if whoever asks may change and delete it. */
  isChangeable: z.boolean(),
  updatedAt: isoTimeSchema,
});
export type SavedView = z.output<typeof savedViewSchema>;

/** The views of a page that somebody may use, by name, and which one the page opens with. */
export const viewListSchema = z.object({
  items: z.array(savedViewSchema),
  /** One's own default, and those of the roles; null for none. */
  ownDefault: z.number().int().nullable(),
  roleDefaults: z.record(personRoleSchema, z.number().int().nullable()),
  /** The view that the page opens with for whoever asks: their own default, else that of their role. */
  effective: z.number().int().nullable(),
});
export type ViewList = z.output<typeof viewListSchema>;

export const viewListQuerySchema = z.strictObject({ page: viewPageSchema });

/** Sets a default of a page; without a role, one's own. */
export const viewDefaultBodySchema = z.strictObject({
  page: viewPageSchema,
  view: z.number().int().positive().nullable(),
  role: personRoleSchema.optional(),
});
