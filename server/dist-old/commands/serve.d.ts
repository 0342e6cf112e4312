import type { Command } from 'commander';
/** Adds `serve [FILE...]`: follows the files and serves the pages until it is told to stop. */
export declare function addServeCommand(program: Command): void;
