import type { AuditedRequest } from '@tunnelwatch/shared/audit';
import { z } from 'zod';
import { alertOfTarget } from './alert-change.js';
import { BULK_TARGET } from './bulk-note.js';

/** The result of a request: its alert, or how many. */
export type DoneRequest = { alertId: number } | { matched: number; changed: number; unseen: number };

/** Number of request keys that are remembered: a retry comes within seconds. */
const MAX_REQUESTS = 10_000;

/** Recently executed requests, by their keys, so that none is executed twice. */
export class DoneRequests {
  private readonly byKey = new Map<string, DoneRequest>();

  constructor(stored: ReadonlyMap<string, AuditedRequest>) {
    for (const [key, audited] of stored) {
      const done = doneOf(audited);
      if (done !== undefined) this.byKey.set(key, done);
    }
  }

  get(key: string): DoneRequest | undefined {
    return this.byKey.get(key);
  }

  note(key: string, done: DoneRequest): void {
    this.byKey.set(key, done);
    const [oldest] = this.byKey.keys();
    if (this.byKey.size > MAX_REQUESTS && oldest !== undefined) this.byKey.delete(oldest);
  }
}

const countsSchema = z.object({ matched: z.number(), changed: z.number(), unseen: z.number().default(0) });

/** The result of a request according to its audit entry; undefined for one that was not about alerts. */
function doneOf({ target, after }: AuditedRequest): DoneRequest | undefined {
  if (target === BULK_TARGET) return countsSchema.safeParse(after).data;
  const alertId = alertOfTarget(target);
  return alertId === undefined ? undefined : { alertId };
}
