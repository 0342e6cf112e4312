import type { Command } from 'commander';
/** Adds `backup FILE`: copies the store to one file, beside a running server too. */
export declare function addBackupCommand(program: Command): void;
