import { Argument, type Command } from 'commander';
import { type CommandIo, processIo } from '../config/options.js';
import { bashCompletion, type CompletedCommand, fishCompletion, zshCompletion } from './completion-scripts.js';

const SCRIPTS = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion } as const;
type Shell = keyof typeof SCRIPTS;
const SHELLS: readonly Shell[] = ['bash', 'zsh', 'fish'];

const MAX_DESCRIPTION = 70;

/** Adds `completion SHELL`: the script by which a shell completes commands and flags. Add it after all other commands. */
export function addCompletionCommand(program: Command, io: CommandIo = processIo()): void {
  program
    .command('completion')
    .description('print a script that completes commands and flags, for bash, zsh or fish')
    .addArgument(new Argument('<shell>').choices(SHELLS))
    .addHelpText('after', HELP)
    .action((name: Shell) => {
      io.out(SCRIPTS[name](commandsOf(program, [])));
      io.setExitCode(0);
    });
}

const HELP = `
bash:  tunnelwatch completion bash > ~/.local/share/bash-completion/completions/tunnelwatch
zsh:   tunnelwatch completion zsh > DIRECTORY/_tunnelwatch, where DIRECTORY is in $fpath
fish:  tunnelwatch completion fish > ~/.config/fish/completions/tunnelwatch.fish`;

/** A command and all below it. */
function commandsOf(command: Command, path: readonly string[]): CompletedCommand[] {
  const children = command.commands.filter((child) => child.name() !== 'help');
  const own: CompletedCommand = {
    path,
    children: children.map((child) => ({ name: child.name(), about: shortened(child.description()) })),
    values: command.registeredArguments.flatMap((argument) => argument.argChoices ?? []),
    flags: [
      ...command
        .createHelp()
        .visibleOptions(command)
        .flatMap(({ long, description, required, optional }) =>
          long === undefined || long === null
            ? []
            : [{ name: long, about: shortened(description), takesValue: required || optional }],
        ),
    ],
  };
  return [own, ...children.flatMap((child) => commandsOf(child, [...path, child.name()]))];
}

/** The first sentence, on one line and without what would mean something to a shell. */
function shortened(text: string): string {
  const sentence = (/^.*?[.;:](?=\s)/s.exec(text)?.[0] ?? text)
    .replace(/[.;:]$/, '')
    .replaceAll(/[\s'"`$\\]+/g, ' ')
    .trim();
  return sentence.length <= MAX_DESCRIPTION ? sentence : `${sentence.slice(0, MAX_DESCRIPTION - 1).trimEnd()}…`;
}
