import { visibleText } from '@tunnelwatch/shared/visible-text';
import type { Logger } from 'pino';
import type { GatewayRecord } from '../core/aggregate/gateway-life.js';
import type { Activity, ActivityKind } from '../ingest/source/health/activities.js';

/** Lines of one kind that the log gets within a period; the others are summed up at its end. */
const MAX_LINES = 20;
const PERIOD_MS = 60_000;

interface Words {
  /** To precede a name. */
  one: string;
  /** To follow a number. */
  many: string;
}

const WORDS: Readonly<Record<ActivityKind, Words>> = {
  following: { one: 'following', many: 'more files are followed' },
  rotated: { one: 'rotated:', many: 'more rotations' },
  truncated: { one: 'truncated, reading from the start:', many: 'more truncations' },
  closed: { one: 'no longer following', many: 'more files are no longer followed' },
  listening: { one: 'listening on', many: 'more listeners opened' },
  listenerClosed: { one: 'closed', many: 'more listeners closed' },
  gateway: { one: 'first line of gateway', many: 'more gateways with their first line' },
};

/** The log lines about sources and gateways: as a receiver's log has them, but never a flood of thousands. */
export class ActivityLog {
  private readonly told = new Map<ActivityKind, { since: number; lines: number; more: number }>();
  private readonly gateways = new Set<string>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly log: Pick<Logger, 'info'>,
    private readonly clock: () => number,
  ) {}

  /** Logs what has happened, and sums up what is too much. */
  note({ kind, names, count }: Activity): void {
    const now = this.clock();
    const told = this.periodOf(kind, now);
    const some = names.slice(0, Math.max(0, MAX_LINES - told.lines));
    for (const name of some) this.log.info({ activity: kind }, `${WORDS[kind].one} ${loggedName(name)}`);
    told.lines += some.length;
    told.more += count - some.length;
    if (told.more > 0) this.timer ??= setTimeout(() => this.sumUp(), PERIOD_MS).unref();
  }

  /** Gateways that earlier runs have seen: their lines are not the first. */
  knowGateways(gateways: readonly Pick<GatewayRecord, 'gateway'>[]): void {
    for (const { gateway } of gateways) this.gateways.add(gateway);
  }

  /** Logs gateways that are seen for the first time. */
  noteGateways(gateways: readonly Pick<GatewayRecord, 'gateway'>[]): void {
    const names = gateways.flatMap(({ gateway }) => (this.gateways.has(gateway) ? [] : [gateway]));
    if (names.length === 0) return;
    for (const name of names) this.gateways.add(name);
    this.note({ kind: 'gateway', names, count: names.length });
  }

  /** Logs the sums of what was left out so far. */
  sumUp(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    for (const [kind, told] of this.told) {
      if (told.more > 0)
        this.log.info({ activity: kind, count: told.more }, `${String(told.more)} ${WORDS[kind].many}`);
    }
    this.told.clear();
  }

  private periodOf(kind: ActivityKind, now: number): { since: number; lines: number; more: number } {
    let told = this.told.get(kind);
    if (told === undefined || (now - told.since >= PERIOD_MS && told.more === 0)) {
      told = { since: now, lines: 0, more: 0 };
      this.told.set(kind, told);
    }
    return told;
  }
}

const MAX_NAME = 200;

/** A name from outside for the log: nothing in it moves a terminal's cursor, reverses text or begins another line. */
export function loggedName(name: string, most = MAX_NAME): string {
  const text = name.length > most ? `${name.slice(0, most)}…` : name;
  return visibleText(text);
}
