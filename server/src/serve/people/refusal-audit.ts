import type { Actor } from '@tunnelwatch/shared/actor';
import { iso } from '@tunnelwatch/shared/iso-time';
import { HOUR_MS, MINUTE_MS } from '@tunnelwatch/shared/time-units';
import { limitKey } from '../client-address.js';

/** Something that was refused, for the audit trail. */
export interface Refused {
  action: string;
  actor: Actor;
  target: string;
  comment?: string;
  after?: Readonly<Record<string, unknown>>;
}

/** Different refusals that are counted separately at one time; beyond it, those from all other addresses are counted together. */
const MAX_OPEN = 100;

interface Repeated {
  refused: Refused;
  since: number;
  windowMs: number;
  count: number;
}

/**
 * Enters refusals in the audit trail, which nobody can fill by being refused: the first one of an action, target, comment
 * and address at once, its repetitions as one entry with their count after a minute, and if they go on, after two minutes,
 * four, and at last once an hour.
 */
export class RefusalAudit {
  private readonly open = new Map<string, Repeated>();

  constructor(
    private readonly write: (refused: Refused) => void,
    private readonly clock: () => number,
  ) {}

  /** Notes a refusal. */
  note(refused: Refused): void {
    const repeated = this.open.get(this.keyOf(refused));
    if (repeated === undefined) {
      this.begin(refused, MINUTE_MS);
      this.write(refused);
    } else {
      repeated.count++;
      repeated.refused = refused;
    }
  }

  /** Enters the repetitions of those whose time has passed, to be called often; true when there were some. */
  flush(): boolean {
    const now = this.clock();
    let hasWritten = false;
    for (const [key, { refused, since, windowMs, count }] of this.open) {
      if (now < since + windowMs) continue;
      this.open.delete(key);
      if (count === 0) continue;
      this.begin(refused, Math.min(windowMs * 2, HOUR_MS), key);
      this.write(summaryOf(refused, since, count));
      hasWritten = true;
    }
    return hasWritten;
  }

  /** Enters all repetitions: the server stops. */
  end(): void {
    for (const { refused, since, count } of this.open.values()) {
      if (count > 0) this.write(summaryOf(refused, since, count));
    }
    this.open.clear();
  }

  private begin(refused: Refused, windowMs: number, key = this.keyOf(refused)): void {
    this.open.set(key, { refused, since: this.clock(), windowMs, count: 0 });
  }

  private keyOf({ action, actor, target, comment = '' }: Refused): string {
    const own = JSON.stringify([action, target, comment, limitKey(actor.address ?? '')]);
    return this.open.has(own) || this.open.size < MAX_OPEN ? own : JSON.stringify([action, target]);
  }
}

function summaryOf(refused: Refused, since: number, count: number): Refused {
  return { ...refused, after: { ...refused.after, repeated: count, since: iso(since) } };
}
