import type { Actor } from '@tunnelwatch/shared/actor';
import type { z } from 'zod';
import { userInfo } from 'node:os';
import type { Command } from 'commander';
import { addSettingOptions, type CommandIo, loadForCommand } from '../config/options.js';
import { type Outcome, openPeople, type PeopleStore } from '../serve/people/people-store.js';
import { formatErrors } from './check-config.js';

/** Ends a command with a message for the user; the code is 1 for a refusal and 2 for wrong usage. */
export class CommandRefusal extends Error {
  constructor(
    readonly exitCode: 1 | 2,
    message: string,
  ) {
    super(message);
    this.name = 'CommandRefusal';
  }
}

/** The context of a command about people. */
export interface PeopleWork {
  store: PeopleStore;
  /** The user at the command line. */
  by: Actor;
  io: CommandIo;
}

/**
 * Adds `--data` and `--config` to a command, and its action on the people of that folder. It works beside a running
 * server, which notices the change within a second.
 */
export function onPeople(
  command: Command,
  io: CommandIo,
  work: (parts: PeopleWork, options: Record<string, unknown>, words: readonly string[]) => Promise<void> | void,
): void {
  addSettingOptions(command, ['data']).action(async () => {
    const options = command.opts<Record<string, unknown>>();
    const loaded = loadForCommand(options, io);
    if (!loaded.ok) {
      io.err(formatErrors(loaded.errors));
      io.setExitCode(2);
      return;
    }
    let store: PeopleStore | undefined;
    try {
      store = openPeople(loaded.settings.data);
      await work({ store, by: { kind: 'person', name: commandLineName(), address: null }, io }, options, command.args);
      io.setExitCode(0);
    } catch (error) {
      io.err(`${error instanceof Error ? error.message : String(error)}\n`);
      io.setExitCode(error instanceof CommandRefusal ? error.exitCode : 1);
    } finally {
      store?.database.close();
    }
  });
}

/** @throws CommandRefusal for a refusal. */
export function valueOf<Value>(outcome: Outcome<Value>): Value {
  if (outcome.ok) return outcome.value;
  throw new CommandRefusal(1, outcome.detail);
}

/** An argument of the command line, parsed. @throws CommandRefusal for an invalid one. */
export function wordOf<Output>(schema: z.ZodType<Output>, what: string, word: unknown): Output {
  const parsed = schema.safeParse(word);
  if (parsed.success) return parsed.data;
  throw new CommandRefusal(2, `${what}: ${parsed.error.issues[0]?.message ?? 'not valid'}`);
}

/** Aligned columns of text. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '));
  return lines.map((line) => `${line.trimEnd()}\n`).join('');
}

/** Who works at the command line, as the audit trail names them. */
export function commandLineName(): string {
  try {
    return `${userInfo().username} on the command line`;
  } catch {
    // The system has no name for the user id of the process, as in some containers.
    return 'somebody on the command line';
  }
}
