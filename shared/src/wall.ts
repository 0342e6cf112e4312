import { z } from 'zod';
import { isoTimeSchema } from './api.js';
import { tokenNameSchema } from './people.js';
import { THEMES } from './personal-settings.js';
import { countsByPrioritySchema } from './priority.js';

/** What a wall can show below its band and its row of figures; several pages take turns. */
export const WALL_PAGES = ['overview', 'alerts', 'tunnels', 'gateways'] as const;
export const wallPageSchema = z.enum(WALL_PAGES);
export type WallPage = z.infer<typeof wallPageSchema>;

/** Bounds of what an admin sets; a number outside of them is refused. */
export const WALL_LIMITS = {
  walls: 100,
  patterns: 100,
  secondsPerPage: { min: 5, max: 3600 },
  distanceM: { min: 0.3, max: 30 },
  diagonalIn: { min: 5, max: 300 },
  overscanPercent: { min: 0, max: 10 },
} as const;

const within = ({ min, max }: { readonly min: number; readonly max: number }) =>
  z
    .number()
    .min(min, `at least ${String(min)}`)
    .max(max, `at most ${String(max)}`);

/** A gateway's name, or a pattern with `*` and `?`. */
const gatewayPatternSchema = z
  .string()
  .trim()
  .min(1, 'a name or a pattern is needed')
  .max(255, 'a pattern has at most 255 characters')
  .regex(/^[^\p{C}]*$/u, 'a pattern has no control characters');

/** How a wall looks and what it shows, as an admin sets it. */
export const wallSettingsSchema = z.strictObject({
  name: z
    .string()
    .trim()
    .min(1, 'a name is needed')
    .max(60, 'a name has at most 60 characters')
    .regex(/^[^\p{C}]*$/u, 'a name has no control characters'),
  /** Gateways by name or pattern, ignoring case; all of them if there are none. */
  gateways: z.array(gatewayPatternSchema).max(WALL_LIMITS.patterns),
  pages: z
    .array(wallPageSchema)
    .min(1, 'a wall shows at least one page')
    .refine((pages) => new Set(pages).size === pages.length, 'each page once'),
  /** How long each page is shown if there are several. */
  secondsPerPage: within(WALL_LIMITS.secondsPerPage).int(),
  /** Viewing distance, metres. */
  distanceM: within(WALL_LIMITS.distanceM),
  /** Diagonal of the screen, inches. */
  diagonalIn: within(WALL_LIMITS.diagonalIn),
  /** Share of the picture that the screen may crop at each edge, percent. */
  overscanPercent: within(WALL_LIMITS.overscanPercent),
  theme: z.enum(THEMES),
  sound: z.boolean(),
});
export type WallSettings = z.infer<typeof wallSettingsSchema>;

/** What a new wall begins with: a 55-inch television, five metres away. */
export const USUAL_WALL: Omit<WallSettings, 'name'> = {
  gateways: [],
  pages: ['overview'],
  secondsPerPage: 20,
  distanceM: 5,
  diagonalIn: 55,
  overscanPercent: 2.5,
  theme: 'dark',
  sound: false,
};

/** A wall as it is kept. */
export const apiWallSchema = wallSettingsSchema.extend({
  id: z.number().int().positive(),
  updatedAt: isoTimeSchema,
  updatedBy: z.string(),
});
export type ApiWall = z.infer<typeof apiWallSchema>;
export const wallListSchema = z.object({ items: z.array(apiWallSchema), nextCursor: z.null() });

/** A link for one screen: its name says where that hangs. */
export const newWallLinkBodySchema = z.strictObject({
  name: tokenNameSchema,
  /** Absent or null for a link that does not expire. */
  expiresAt: isoTimeSchema.nullish(),
});

/** How many gateways a wall names as those that it shows. */
export const MAX_NAMED_GATEWAYS = 12;

/** A wall on its own screen: its settings, and what they leave out, which must never be left out in silence. */
export const shownWallSchema = z.object({
  settings: wallSettingsSchema,
  /** Null where it shows every gateway. */
  scope: z
    .object({
      /** Of the gateways that it shows, the first few by name. */
      names: z.array(z.string()),
      shown: z.number().int().nonnegative(),
      total: z.number().int().nonnegative(),
      /** Unacknowledged Criticals of gateways that it does not show. */
      criticalsElsewhere: z.number().int().nonnegative(),
      /** Unacknowledged alerts of those that it shows, by priority. */
      unacknowledged: countsByPrioritySchema,
    })
    .nullable(),
});
export type ShownWall = z.infer<typeof shownWallSchema>;
