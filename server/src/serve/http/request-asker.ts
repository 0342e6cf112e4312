import { AsyncLocalStorage } from 'node:async_hooks';
import type { Request, Response } from 'express';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { type Asker, QueryAbandoned } from '../../store/reader/threaded-reader.js';
import type { LimitReports } from '../limits/limit-watch.js';
import { Places, type PlaceHolder } from '../limits/places.js';
import { askerKey, type Principal } from '../people/principal.js';
import { countRequest, principalOf } from './access-guard.js';
import { HttpProblem } from './http-problem.js';

/**
 * Requests of one person or program that ask the store at the same time: far more than the pages of one have. They wait
 * for each other only, so the limit is about memory.
 */
const MAX_AT_ONCE = 32;
const MAX_PER_MINUTE = 3000;

/** A request on whose behalf the store is asked. */
interface RequestAsker extends Asker, PlaceHolder {
  signal: AbortSignal;
  /** Set when the store was asked for the first time. */
  admission?: Promise<void>;
  isOver: boolean;
  giveBack: () => void;
}

const askers = new AsyncLocalStorage<RequestAsker>();

/** Who asks in a request that is being handled; signed in or not. */
export function holderOf(request: Request): PlaceHolder {
  const principal: Principal | undefined = principalOf(request);
  return { key: askerKey(principal, request.ip ?? ''), role: principal?.role ?? 'viewer' };
}

/** Handles a request so that what it asks of the store is asked for it, and dropped when its sender is gone [LIVE-20]. */
export function asAsker<Result>(request: Request, response: Response, handle: () => Result): Result {
  const gone = new AbortController();
  const asker: RequestAsker = { ...holderOf(request), signal: gone.signal, isOver: false, giveBack: () => undefined };
  response.once('close', () => {
    asker.isOver = true;
    asker.giveBack();
    if (!response.writableFinished) gone.abort(new QueryAbandoned());
  });
  return askers.run(asker, handle);
}

/** The asker of the request that is being handled. */
export function currentAsker(): Asker {
  const asker = askers.getStore();
  if (asker === undefined) throw new Error('this is asked outside a request');
  return asker;
}

/** Admits requests to the store, a bounded number for each asker [LIVE-23]. */
export class StoreAdmission {
  private readonly places = new Places({ perHolder: MAX_AT_ONCE, total: Number.POSITIVE_INFINITY, kept: 0 });
  private readonly perMinute = new RateLimiterMemory({ points: MAX_PER_MINUTE, duration: 60 });

  constructor(private readonly limits: LimitReports) {}

  /** The asker of the request that is being handled. @throws HttpProblem when it has too many under way */
  readonly admit = async (): Promise<Asker> => {
    const asker = askers.getStore();
    if (asker === undefined) throw new Error('the store is asked outside a request');
    asker.admission ??= this.admitFirst(asker);
    await asker.admission;
    return asker;
  };

  private async admitFirst(asker: RequestAsker): Promise<void> {
    const place = this.places.take(asker);
    if (typeof place === 'string') {
      this.limits.note('queries');
      const detail = `more than ${String(MAX_AT_ONCE)} of your requests are being answered: wait for some of them`;
      throw new HttpProblem(429, 'too-many-requests', detail, { retryAfterSeconds: 1 });
    }
    asker.giveBack = place;
    if (asker.isOver) place();
    const waitMs = await countRequest(this.perMinute, asker.key);
    if (waitMs === 0) return;
    this.limits.note('queries-per-minute');
    const detail = `more than ${String(MAX_PER_MINUTE)} requests for stored data within a minute: send fewer`;
    throw new HttpProblem(429, 'too-many-requests', detail, { retryAfterSeconds: Math.ceil(waitMs / 1000) });
  }
}
