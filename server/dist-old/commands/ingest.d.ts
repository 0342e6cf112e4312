import type { Command } from 'commander';
/** Adds `ingest FILE...`: reads whole files into the store and ends. */
export declare function addIngestCommand(program: Command): void;
