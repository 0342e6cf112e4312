import type { Command } from 'commander';
import { type CommandIo } from '../config/options.js';
/** Adds `user add`, `user list`, `user passwd` and `user remove`: people who sign in with a password. */
export declare function addUserCommand(program: Command, io?: CommandIo): void;
