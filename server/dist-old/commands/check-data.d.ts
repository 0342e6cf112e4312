import type { Command } from 'commander';
/** Adds `check-data`: reads everything in the store and names what is damaged. */
export declare function addCheckDataCommand(program: Command): void;
