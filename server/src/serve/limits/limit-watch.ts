import { MINUTE_MS } from '@tunnelwatch/shared/time-units';

/** Everything that is limited for a person, a program, an address, or all of them. */
export const LIMITS = [
  'queries',
  'queries-per-minute',
  'history',
  'evidence',
  'stalled-downloads',
  'live-pages',
  'live-views',
  'connections',
] as const;

export type LimitName = (typeof LIMITS)[number];

/** The alert ends when nobody was shut out for so long. */
const QUIET_MS = 5 * MINUTE_MS;

/** Whoever enforces a limit tells it here. */
export interface LimitReports {
  /** A limit refused or closed something, for one who was over it. */
  note: (limit: LimitName) => void;
  /** A limit shut out somebody who is signed in, or a wall. @param who in the words of an alert, such as "wall Hall 2" */
  noteShutOut: (limit: LimitName, who: string) => void;
}

export interface LimitWatchOptions {
  /** Raises the alert with its message, or ends it with null. */
  raise: (message: string | null) => void;
  quietMs?: number;
}

/** Counts what limits refuse, and raises an alert while they shut people or walls out. */
export class LimitWatch implements LimitReports {
  readonly counts: Record<LimitName, number>;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly options: LimitWatchOptions) {
    const none = LIMITS.map((limit) => [limit, 0] as const);
    // `LIMITS` has every name.
    this.counts = Object.fromEntries(none) as Record<LimitName, number>;
  }

  readonly note = (limit: LimitName): void => {
    this.counts[limit] += 1;
  };

  readonly noteShutOut = (limit: LimitName, who: string): void => {
    this.note(limit);
    // The first one names the alert: a new message each time would be a new line in its history each time.
    if (this.timer === undefined) this.options.raise(MESSAGES[limit](who));
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.timer = undefined;
      this.options.raise(null);
    }, this.options.quietMs ?? QUIET_MS).unref();
  };

  close(): void {
    clearTimeout(this.timer);
  }
}

const refused = (what: string) => (who: string) => `A limit refused ${what} to ${who}`;

const MESSAGES: Readonly<Record<LimitName, (who: string) => string>> = {
  queries: refused('a request'),
  'queries-per-minute': refused('a request'),
  history: refused('the time machine'),
  evidence: refused('an evidence pack'),
  'stalled-downloads': refused('a download'),
  'live-pages': (who) => `A limit closed or refused a live page of ${who}`,
  'live-views': (who) => `A limit closed or refused a live view of ${who}`,
  connections: refused('a connection'),
};
