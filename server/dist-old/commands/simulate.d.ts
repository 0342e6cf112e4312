import type { Command } from 'commander';
import { type CommandIo } from '../config/options.js';
/** Adds the command `simulate`, which writes the log of simulated gateways. Exit codes: 0 done, 1 failed, 2 usage. */
export declare function addSimulateCommand(program: Command, io?: CommandIo): void;
