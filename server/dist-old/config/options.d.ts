import { Command } from 'commander';
import { type LoadedSettings } from './load.js';
/** What a command needs of the world around it; tests give their own. */
export interface CommandIo {
    readonly env: Readonly<Record<string, string | undefined>>;
    readonly cwd: string;
    out(text: string): void;
    err(text: string): void;
    /** Exit codes: 0 done, 1 failed, 2 wrong usage or configuration. */
    setExitCode(code: 0 | 1 | 2): void;
}
/** The world of the running process. */
export declare function processIo(): CommandIo;
/**
 * The command line that all commands are added to. Help ends with exit code 0; wrong usage ends with 2, where commander
 * by itself would end with 1, which here means that something failed.
 */
export declare function createProgram(io?: CommandIo): Command;
/**
 * Adds `--config` and the flags of settings to a command: all of them, or those whose dotted paths are named.
 * Values are checked by `loadSettings`, together with those of the environment and the file.
 */
export declare function addSettingOptions(command: Command, only?: readonly string[]): Command;
/** Loads the settings for a command that has these options; `files` are its FILE arguments. */
export declare function loadForCommand(options: Readonly<Record<string, unknown>>, io: Pick<CommandIo, 'env' | 'cwd'>, files?: readonly string[]): LoadedSettings;
