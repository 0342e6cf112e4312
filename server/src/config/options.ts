import { Command, InvalidArgumentError, Option } from 'commander';
import { loadSettings, type LoadedSettings } from './load.js';
import { SETTINGS, type Setting } from './setting-list.js';

/** The environment of a command; tests provide their own. */
export interface CommandIo {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  out(text: string): void;
  err(text: string): void;
  /** Exit codes: 0 done, 1 failed, 2 wrong usage or configuration. */
  setExitCode(code: 0 | 1 | 2): void;
}

/** The environment of the running process. */
export function processIo(): CommandIo {
  return {
    env: process.env,
    cwd: process.cwd(),
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    setExitCode: (code) => {
      process.exitCode = code;
    },
  };
}

/**
 * The command line that all commands are added to. Help exits with 0; wrong usage exits with 2, where commander
 * by itself would exit with 1, which here means a failure.
 */
export function createProgram(io: CommandIo = processIo()): Command {
  return new Command('tunnelwatch')
    .description('Real-time monitor for IPsec tunnels of Clavister cOS Stream security gateways')
    .configureOutput({ writeOut: (text) => io.out(text), writeErr: (text) => io.err(text) })
    .showHelpAfterError('(see --help)')
    .exitOverride((error) => {
      io.setExitCode(error.exitCode === 0 ? 0 : 2);
      throw error;
    });
}

/**
 * Adds `--config` and the flags of settings to a command: all of them, or those whose dotted paths are named.
 * Values are checked by `loadSettings`, together with those of the environment and the file.
 */
export function addSettingOptions(command: Command, only?: readonly string[]): Command {
  command.addOption(
    new Option('--config <file>', 'configuration file (default: tunnelwatch.yaml or tunnelwatch.yml, if one exists)'),
  );
  if (only === undefined) command.addOption(listenOption());
  for (const setting of SETTINGS) {
    const isWanted = only === undefined || only.includes(setting.key);
    if (isWanted && setting.key !== 'sources') for (const option of optionsOf(setting)) command.addOption(option);
  }
  return command;
}

/** Loads the settings for a command that has these options; `files` are its FILE arguments. */
export function loadForCommand(
  options: Readonly<Record<string, unknown>>,
  io: Pick<CommandIo, 'env' | 'cwd'>,
  files: readonly string[] = [],
): LoadedSettings {
  const configFile = typeof options['config'] === 'string' ? options['config'] : undefined;
  return loadSettings({ flags: { ...options, files }, env: io.env, cwd: io.cwd, configFile });
}

/** A boolean is a bare flag, so that it never takes a FILE for its value; one with a third state can be negated. */
function optionsOf(setting: Setting): readonly Option[] {
  const { flag, notes, defaultValue } = setting;
  const unit = notes.unit === null ? '' : ` [${notes.unit}]`;
  const hasDefault = typeof defaultValue === 'string' || typeof defaultValue === 'number';
  const usual = hasDefault ? ` (default: ${defaultValue})` : '';
  const text = `${notes.what}${unit}${usual}`;
  if (setting.key === 'demo')
    return [new Option(flag, text), new Option(`--no-${flag.slice(2)}`, 'Never runs the simulated gateway.')];
  if (typeof defaultValue === 'boolean') return [new Option(flag, text)];
  return [new Option(`${flag} <value>`, text).argParser(notEmpty)];
}

/** Sources are files by argument and listeners by this flag; further settings of a listener require the file. */
function listenOption(): Option {
  const text = 'Address to receive syslog on, such as udp://0.0.0.0:514 or tcp://[::]:514; can be repeated.';
  return new Option('--listen <url>', text).argParser((url: string, before: string[] | undefined) => [
    ...(before ?? []),
    notEmpty(url),
  ]);
}

/** An empty value comes from an unset shell variable and would silently mean something else. */
function notEmpty(value: string): string {
  if (value === '') throw new InvalidArgumentError('the value is empty.');
  return value;
}
