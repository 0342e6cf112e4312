import type { Command } from 'commander';
import { type CommandIo } from '../config/options.js';
/** Adds `catalogue list` and `catalogue show ID`, with the configured user's file laid over the built-in messages. */
export declare function addCatalogueCommand(program: Command, io?: CommandIo): void;
