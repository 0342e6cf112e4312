import type { Problem } from '@tunnelwatch/shared/error-code';
import type { Alarming } from '../core/alert/health/alarm-status.js';
import { AlertBook } from '../core/alert/registry/alert-registry.js';
import type { DemandOf } from '../core/alert/registry/priority-override.js';
import type { AlertSettings } from '../core/alert/registry/alert-settings.js';
import type { StoreState } from '../store/store.js';
import type { RateWatch } from '../core/alert/rates/rate-evaluator.js';
import type { Ingest } from './lines/ingest.js';
import type { FromPipeline, ToPipeline } from './ingest-messages.js';

/** What a person has asked of the alerts. */
type Request = Extract<ToPipeline, { kind: 'act' | 'actOnAll' | 'addWindow' | 'endWindow' | 'setRule' | 'note' }>;

/** The answer to it, told once it is durable. */
export type Reply = Extract<
  FromPipeline,
  { kind: 'commandResult' | 'bulkResult' | 'windowResult' | 'ruleResult' | 'noted' }
>;

/** Where what people ask for meets the alerts. */
export class OperatorDesk {
  private told = '';

  constructor(
    private readonly book: AlertBook,
    private readonly ingest: Pick<Ingest, 'settleAlerts' | 'notes'>,
    private readonly clock: () => number,
    private readonly rates: RateWatch | undefined,
  ) {}

  /** What is known of alarms as a whole; undefined when nothing of it changed since it was last asked. */
  news(now: number): Alarming | undefined {
    const alarming = { flood: this.book.flood(now), windows: this.book.maintenanceWindows() };
    const text = JSON.stringify(alarming);
    if (text === this.told) return undefined;
    this.told = text;
    return alarming;
  }

  obey(message: Request): Reply {
    const { requestId } = message;
    if (message.kind === 'note') {
      this.ingest.notes.push(...message.notes);
      return { kind: 'noted', requestId };
    }
    const { actor } = message;
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
      case 'setRule':
        return { kind: 'ruleResult', requestId, ...this.setRule(message, now) };
      case 'endWindow':
        return { kind: 'windowResult', requestId, result: this.book.endWindow(message.id, actor, now) };
    }
  }

  private setRule({ name, body, actor }: Extract<Request, { kind: 'setRule' }>, now: number) {
    const { rates } = this;
    if (rates === undefined) return { result: { ok: false as const, problem: NO_RATES }, rules: [] };
    const result = rates.setRule(name, body, actor, now);
    return { result, rules: rates.settings.entries() };
  }
}

const NO_RATES: Problem = {
  ...{ type: 'about:blank', title: 'Not possible', status: 409, code: 'wrong-state' },
  detail: 'this server follows nothing, so it has no rules about rates',
};

/** The alerts as the store has them. */
export function openBook(
  { alerts, members = [], windows = [], lastAlertId, requests = new Map() }: StoreState,
  settings: Pick<AlertSettings, 'pastAfterMs' | 'mostPerRule'>,
  demandOf: DemandOf,
): AlertBook {
  return new AlertBook({ alerts, members, lastId: lastAlertId, requests, windows, demandOf }, settings);
}
