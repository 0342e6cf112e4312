import { z } from 'zod';

/** `system` follows the device. */
export const THEMES = ['system', 'dark', 'light'] as const;
export type Theme = (typeof THEMES)[number];

/** The zone in which times are shown: that of the site (the server's setting), UTC, or the browser's own. */
export const SHOWN_ZONES = ['site', 'utc', 'browser'] as const;
export type ShownZone = (typeof SHOWN_ZONES)[number];

export const DENSITIES = ['comfortable', 'compact'] as const;
export type Density = (typeof DENSITIES)[number];

/** Tables whose columns a person chooses. */
export const TABLES = ['tunnels', 'gateways', 'events', 'audit'] as const;
export type TableName = (typeof TABLES)[number];

/** Hidden columns by table: those that a later version adds are shown. */
const hiddenColumnsSchema = z.partialRecord(z.enum(TABLES), z.array(z.string().max(40)).max(40));

const seenAtSchema = z.iso.datetime({ offset: true });

/** How a person wants the pages, on every device. */
export const personalSettingsSchema = z.strictObject({
  theme: z.enum(THEMES),
  timeZone: z.enum(SHOWN_ZONES),
  density: z.enum(DENSITIES),
  /** Whether alerts sound. A browser may still block it until the first click. */
  sound: z.boolean(),
  hiddenColumns: hiddenColumnsSchema.default({}),
  /** Alerts with news up to this time were in the list when the person last looked at it; null if they never have. */
  alertsSeenAt: seenAtSchema.nullable().default(null),
});

export type PersonalSettings = z.output<typeof personalSettingsSchema>;

/** What applies to somebody who has chosen nothing. */
export const USUAL_SETTINGS: PersonalSettings = {
  theme: 'system',
  timeZone: 'browser',
  density: 'comfortable',
  sound: false,
  hiddenColumns: {},
  alertsSeenAt: null,
};

/**
 * Settings as another version, or another program, may have stored them: what is not valid is as usual.
 * @param stored anything
 */
export function storedSettings(stored: unknown): PersonalSettings {
  const { theme, timeZone, density, sound, hiddenColumns, alertsSeenAt } = personalSettingsSchema.shape;
  return z
    .object({
      theme: theme.catch(USUAL_SETTINGS.theme),
      timeZone: timeZone.catch(USUAL_SETTINGS.timeZone),
      density: density.catch(USUAL_SETTINGS.density),
      sound: sound.catch(USUAL_SETTINGS.sound),
      hiddenColumns: hiddenColumns.catch({}),
      alertsSeenAt: alertsSeenAt.catch(null),
    })
    .catch(USUAL_SETTINGS)
    .parse(stored);
}

/** Tells that somebody has looked at the list of alerts, as far as it went. */
export const alertsSeenBodySchema = z.strictObject({ at: seenAtSchema });

/** The later one of two marks: whoever looked later has seen more. */
export function laterMark(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return a ?? b;
  return Date.parse(a) < Date.parse(b) ? b : a;
}

/** One's own settings; null where the server keeps none: for a token, and where nobody signs in. */
export const personalSettingsAnswerSchema = z.object({ settings: personalSettingsSchema.nullable() });
