import type { Command } from 'commander';
import type { LoadedSettings } from '../config/load.js';
import { type CommandIo } from '../config/options.js';
import { type SettingError } from '../config/setting-error.js';
/** Adds `check-config [FILE...]`: the effective settings with where each comes from, or everything that is wrong. */
export declare function addCheckConfigCommand(program: Command, io?: CommandIo): void;
/** Errors of a configuration as text, one a line, with their number first. */
export declare function formatErrors(errors: readonly SettingError[]): string;
/** Everything wrong with a configuration. The catalogue's file is part of it, so its errors count too. */
export declare function configurationErrors(loaded: LoadedSettings): readonly SettingError[];
