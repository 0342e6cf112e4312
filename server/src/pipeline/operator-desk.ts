import type { Alarming } from '../alert/alarming.js';
import { AlertBook } from '../alert/alert-book.js';
import { alertOfTarget } from '../alert/alert-change.js';
import type { StoreState } from '../store/store.js';
import type { Ingest } from './ingest.js';
import type { FromPipeline, ToPipeline } from './messages.js';

/** What a person has asked of the alerts. */
type Request = Extract<ToPipeline, { kind: 'act' | 'actOnAll' | 'addWindow' | 'endWindow' }>;

/** The answer to it, told once it is durable. */
export type Reply = Extract<FromPipeline, { kind: 'commandResult' | 'bulkResult' | 'windowResult' }>;

/** Where what people ask for meets the alerts. */
export class OperatorDesk {
  private told = '';

  constructor(
    private readonly book: AlertBook,
    private readonly ingest: Pick<Ingest, 'settleAlerts'>,
    private readonly clock: () => number,
  ) {}

  /** What is known of alarms as a whole; undefined when nothing of it changed since it was last asked. */
  news(now: number): Alarming | undefined {
    const alarming = { floodSince: this.book.floodSince(now), windows: this.book.maintenanceWindows() };
    const text = JSON.stringify(alarming);
    if (text === this.told) return undefined;
    this.told = text;
    return alarming;
  }

  obey(message: Request): Reply {
    const { requestId, actor } = message;
    const now = this.clock();
    // Events that came before it count before it.
    this.ingest.settleAlerts();
    switch (message.kind) {
      case 'act': {
        const outcome = this.book.act(message.command, actor, now);
        const result = outcome.ok ? outcome : { ...outcome, alert: outcome.alert ?? null };
        return { kind: 'commandResult', requestId, result };
      }
      case 'actOnAll':
        return { kind: 'bulkResult', requestId, result: this.book.actOnAll(message.command, actor, now) };
      case 'addWindow':
        return { kind: 'windowResult', requestId, result: this.book.addWindow(message.body, actor, now) };
      case 'endWindow':
        return { kind: 'windowResult', requestId, result: this.book.endWindow(message.id, actor, now) };
    }
  }
}

/** The alerts as the store has them. */
export function openBook(
  { alerts, members = [], windows = [], lastAlertId, requests }: StoreState,
  pastAfterMs: number,
): AlertBook {
  const keys = new Map<string, number>();
  for (const [key, target] of requests ?? []) {
    const id = alertOfTarget(target);
    if (id !== undefined) keys.set(key, id);
  }
  return new AlertBook({ alerts, members, lastId: lastAlertId, requests: keys, windows }, { pastAfterMs });
}
