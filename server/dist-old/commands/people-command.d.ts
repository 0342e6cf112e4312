import type { Actor } from '@tunnelwatch/shared/actor';
import type { z } from 'zod';
import type { Command } from 'commander';
import { type CommandIo } from '../config/options.js';
import { type Outcome, type PeopleStore } from '../people/people-store.js';
/** Ends a command with words for the person who gave it; the code is 1 for a refusal and 2 for wrong usage. */
export declare class CommandRefusal extends Error {
    readonly exitCode: 1 | 2;
    constructor(exitCode: 1 | 2, message: string);
}
/** What a command about people works on. */
export interface PeopleWork {
    store: PeopleStore;
    /** Who stands at the command line. */
    by: Actor;
    io: CommandIo;
}
/**
 * Gives a command `--data` and `--config` and what it does with the people of that folder. It works beside a running
 * server, which notices the change within a second.
 */
export declare function onPeople(command: Command, io: CommandIo, work: (parts: PeopleWork, options: Record<string, unknown>, words: readonly string[]) => Promise<void> | void): void;
/** @throws CommandRefusal for what was refused. */
export declare function valueOf<Value>(outcome: Outcome<Value>): Value;
/** A word of the command line, parsed. @throws CommandRefusal for a wrong one. */
export declare function wordOf<Output>(schema: z.ZodType<Output>, what: string, word: unknown): Output;
/** Lines of columns, as wide as what stands in them. */
export declare function table(rows: readonly (readonly string[])[]): string;
