import type { Command } from 'commander';
import { type CommandIo } from '../config/options.js';
/** Adds `token create`, `token list` and `token revoke`: secrets of programs and walls. */
export declare function addTokenCommand(program: Command, io?: CommandIo): void;
