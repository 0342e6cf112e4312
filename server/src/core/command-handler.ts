import type { Actor } from '@tunnelwatch/shared/actor';
import type { RuleResult } from '@tunnelwatch/shared/alert-rules';
import type { AnyCommandResult, Command, CommandRequests } from '@tunnelwatch/shared/commands';
import { problemDetails } from '@tunnelwatch/shared/error-code';
import type { ImportResult } from '@tunnelwatch/shared/inventory';
import type { RateEvaluator } from './alert/rates/rate-evaluator.js';
import type { AlertRegistry } from './alert/registry/alert-registry.js';
import type { Inventory } from './inventory/inventory.js';
import type { Senders } from './senders/senders.js';

/** What commands act on. */
export interface CommandHandlerParts {
  alerts: AlertRegistry;
  inventory: Inventory;
  /** Undefined when no rate rules are evaluated. */
  rates: RateEvaluator | undefined;
  senders: Senders;
}

/** Executes commands. One command is handled completely, except for an import, which proceeds in steps. */
export class CommandHandler {
  private readonly imports: Generator<undefined, ImportResult, undefined>[] = [];

  constructor(private readonly parts: CommandHandlerParts) {}

  /** Executes a command; undefined for an import, which `advanceImport` answers. @param at epoch ms */
  handle({ name, request }: Command, actor: Actor, at: number): AnyCommandResult | undefined {
    const { alerts, inventory, senders } = this.parts;
    switch (name) {
      case 'act': {
        const outcome = alerts.act(request, actor, at);
        return outcome.ok ? outcome : { ...outcome, alert: outcome.alert ?? null };
      }
      case 'actOnAll':
        return alerts.actOnAll(request, actor, at);
      case 'addWindow':
        return alerts.addWindow(request, actor, at);
      case 'endWindow':
        return alerts.endWindow(request.id, actor, at);
      case 'setRule':
        return this.setRule(request, actor, at);
      case 'blockSender':
        return senders.block(request.sender, request.comment, actor, at);
      case 'unblockSender':
        return senders.unblock(request.sender, actor, at);
      case 'editInventory':
        return inventory.carryOut(request, actor, at);
      case 'importInventory':
        this.imports.push(inventory.importing(request.rows, request.origin, actor, at));
        return undefined;
    }
  }

  /** True while an import is in progress: anything stored now would contain part of it. */
  get isImporting(): boolean {
    return this.imports.length > 0;
  }

  /** Continues the oldest import by one step; returns its result when it is complete. */
  advanceImport(): ImportResult | undefined {
    const step = this.imports[0]?.next();
    if (step?.done !== true) return undefined;
    this.imports.shift();
    return step.value;
  }

  private setRule({ name, ...body }: CommandRequests['setRule'], actor: Actor, at: number): RuleResult {
    const { rates } = this.parts;
    return rates === undefined ? { ok: false, problem: NO_RATES } : rates.setRule(name, body, actor, at);
  }
}

const NO_RATES = problemDetails('wrong-state', 'this server follows no logs, so it has no rate rules');
