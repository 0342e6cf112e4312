import type { Alert } from '@tunnelwatch/shared/alert';
import type { AlertSilence } from '@tunnelwatch/shared/notification';
import { RE2JS } from 're2js';
import { z } from 'zod';
import type { Naming } from '../../core/inventory/shown.js';
import { asksForSomebody, toldAlert } from '../../core/notifications/notifications-of.js';
import { alertLabels, type EntryOf } from './alertmanager.js';
import type { GetOutcome } from './http-post.js';

/** Silences are looked at this often, milliseconds. */
const POLL_MS = 30_000;

/** The format of `GET /api/v2/silences`, as far as it is needed. */
const silencesSchema = z.array(
  z.object({
    status: z.object({ state: z.string() }),
    matchers: z.array(
      z.object({ name: z.string(), value: z.string(), isRegex: z.boolean(), isEqual: z.boolean().default(true) }),
    ),
    endsAt: z.iso.datetime({ offset: true }),
    createdBy: z.string(),
    comment: z.string(),
  }),
);

type Silence = z.infer<typeof silencesSchema>[number];

export interface SilencePollerParts {
  channel: string;
  get: () => Promise<GetOutcome>;
  alerts: () => Iterable<Alert>;
  isTold: (alert: Alert) => boolean;
  names: () => Naming;
  entryOf: EntryOf;
  /** Logs what kept the silences from being read. */
  warn: (message: string) => void;
}

/** Knows the silences of an Alertmanager. They are shown beside our alerts and change nothing about them. */
export class SilencePoller {
  private timer: NodeJS.Timeout | undefined;
  private active: readonly Silence[] = [];
  private lastError: string | undefined;

  constructor(private readonly parts: SilencePollerParts) {}

  start(): void {
    this.timer = setInterval(() => void this.poll(), POLL_MS);
    void this.poll();
  }

  stop(): void {
    clearInterval(this.timer);
  }

  /** Asks once; a problem is logged once, until it succeeds again. What was known stays until then. */
  async poll(): Promise<void> {
    const { channel, get, warn } = this.parts;
    const outcome = await get();
    const parsed = outcome.ok ? silencesOf(outcome.body) : undefined;
    const error = outcome.ok
      ? parsed === undefined
        ? 'its answer is not a list of silences'
        : undefined
      : outcome.error;
    if (error !== undefined && error !== this.lastError) warn(`the silences of ${channel} could not be read: ${error}`);
    this.lastError = error;
    if (parsed !== undefined) this.active = parsed.filter(({ status }) => status.state === 'active');
  }

  /** The alerts that are silenced there, with the silence that lasts longest. */
  silenced(): AlertSilence[] {
    if (this.active.length === 0) return [];
    const { alerts, isTold, names, entryOf, channel } = this.parts;
    return [...alerts()].flatMap((alert) => {
      if (!asksForSomebody(alert) || !isTold(alert)) return [];
      const labels = alertLabels(toldAlert(alert, names()), entryOf);
      const matching = this.active.filter((silence) => matches(silence, labels));
      const longest = matching.toSorted((a, b) => Date.parse(b.endsAt) - Date.parse(a.endsAt))[0];
      if (longest === undefined) return [];
      const { endsAt, createdBy: by, comment } = longest;
      return [{ alertId: alert.id, channel, until: Date.parse(endsAt), by, comment }];
    });
  }
}

function silencesOf(body: string): readonly Silence[] | undefined {
  try {
    return silencesSchema.parse(JSON.parse(body));
  } catch {
    // Not JSON, or of another shape: the caller says so.
    return undefined;
  }
}

/** As Alertmanager matches: all matchers, a missing label is an empty one, expressions are of RE2 and match as a whole. */
function matches({ matchers }: Silence, labels: Readonly<Record<string, string>>): boolean {
  return matchers.every(({ name, value, isRegex, isEqual }) => {
    const label = labels[name] ?? '';
    return isEqual === (isRegex ? matchesWhole(value, label) : value === label);
  });
}

function matchesWhole(expression: string, text: string): boolean {
  try {
    return RE2JS.compile(`^(?:${expression})$`).matches(text);
  } catch {
    // Alertmanager would not have taken it: it silences nothing of ours.
    return false;
  }
}
