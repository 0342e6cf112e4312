import { z } from 'zod';
import type { Role } from './actor.js';
import { alertCommandSchema, type BulkResult, bulkCommandSchema, type CommandResult } from './alert-command.js';
import { alertRulesSchema, ruleBodySchema, type RuleResult } from './alert-rules.js';
import { importCommandSchema, type ImportResult, inventoryCommandSchema, type InventoryResult } from './inventory.js';
import { maintenanceWindowRequestSchema, type WindowResult } from './maintenance-window.js';
import { blockSenderSchema, type SenderResult, unblockSenderSchema } from './sender.js';

/**
 * Every change that a person or a program can request of the monitor: the lowest role that may request it, and the
 * request's content. HTTP routes and socket events accept commands through this one table.
 */
export const COMMANDS = {
  act: { access: 'operator', request: alertCommandSchema },
  actOnAll: { access: 'operator', request: bulkCommandSchema },
  addWindow: { access: 'operator', request: maintenanceWindowRequestSchema },
  endWindow: { access: 'operator', request: z.strictObject({ id: z.number().int().positive() }) },
  setRule: { access: 'admin', request: ruleBodySchema.extend({ name: alertRulesSchema.keyof() }) },
  blockSender: { access: 'admin', request: blockSenderSchema },
  unblockSender: { access: 'admin', request: unblockSenderSchema },
  editInventory: { access: 'operator', request: inventoryCommandSchema },
  importInventory: { access: 'operator', request: importCommandSchema },
} as const satisfies Record<string, { access: Role; request: z.ZodType }>;

export type CommandName = keyof typeof COMMANDS;

export const COMMAND_NAMES = Object.keys(COMMANDS) as readonly CommandName[];

/** The request of each command, parsed. */
export type CommandRequests = { [Name in CommandName]: z.output<(typeof COMMANDS)[Name]['request']> };

/** The answer to each command, once it is durable. */
export interface CommandResults {
  act: CommandResult;
  actOnAll: BulkResult;
  addWindow: WindowResult;
  endWindow: WindowResult;
  setRule: RuleResult;
  blockSender: SenderResult;
  unblockSender: SenderResult;
  editInventory: InventoryResult;
  importInventory: ImportResult;
}

/** Any command with its request. */
export type Command = { [Name in CommandName]: { name: Name; request: CommandRequests[Name] } }[CommandName];

/** The answer to any command. */
export type AnyCommandResult = CommandResults[CommandName];
