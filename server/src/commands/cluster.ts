import type { Command } from 'commander';
import { createInterface } from 'node:readline/promises';
import { isDeepStrictEqual } from 'node:util';
import { applyThroughServer } from '../app/control/control-client.js';
import type { AppliedReport } from '../app/control/control-protocol.js';
import { addSettingOptions, type CommandIo, loadForCommand, processIo } from '../config/options.js';
import { clusterOf, type Settings } from '../config/settings.js';
import { sharedSettingsOf } from '../config/shared-settings.js';
import { configurationErrors, formatErrors } from './check-config.js';
import { commandLineName } from './people-command.js';

/** What is longer stands in the file. */
const MAX_VALUE_CHARACTERS = 120;
const MAX_LINES = 200;

const HELP = `
Run it on a node that is running, with the configuration file that all nodes are to follow. The settings that decide what is
stored come into force on all nodes at the same place of the stream: catalogue, aliases, alerts, diagnosis, monitoring,
ingest.storeOther, retention.maxAgeDays and newNames. Each node starts anew with them within itself, which takes seconds, and
keeps them; the audit trail says who changed what. All other settings of the file stay this machine's own.

Exit codes: 0 applied, or nothing to change, 1 not applied, 2 wrong usage, or the configuration has errors.`;

/** Adds `cluster apply-config`: the settings that all nodes of a cluster share, from the configuration of this one. */
export function addClusterCommand(program: Command, io: CommandIo = processIo()): void {
  const command = program.command('cluster').description('what concerns all nodes of a cluster');
  const apply = command
    .command('apply-config')
    .description('have all nodes of the cluster use the shared settings of this configuration')
    .option('--dry-run', 'show what would change, and change nothing')
    .option('--yes', 'apply without a question')
    .addHelpText('after', HELP);
  addSettingOptions(apply, ['data']).action(async (options: Record<string, unknown>) => {
    const loaded = loadForCommand(options, io);
    const errors = configurationErrors(loaded);
    if (!loaded.ok || errors.length > 0) {
      io.err(formatErrors(errors));
      io.setExitCode(2);
      return;
    }
    const unfit = unfitText(loaded.settings, loaded.configFile);
    if (unfit !== undefined) {
      io.err(`${unfit}\n`);
      io.setExitCode(2);
      return;
    }
    io.setExitCode(await applySettings(loaded.settings, options, io));
  });
}

/** Why a configuration has nothing to apply; undefined when it has. */
function unfitText(settings: Settings, configFile: string | null): string | undefined {
  const where = configFile === null ? '' : `${configFile}: `;
  const cluster = clusterOf(settings);
  if (cluster === null) {
    return `${where}no cluster is configured (cluster.servers). A server that is the only one takes its configuration when it starts: restart it`;
  }
  if (cluster.role === 'collector') {
    return `${where}this is the configuration of a collector, which decides nothing that nodes share: run this on a node, with its configuration`;
  }
  return undefined;
}

async function applySettings(
  settings: Settings,
  options: Readonly<Record<string, unknown>>,
  io: CommandIo,
): Promise<0 | 1 | 2> {
  const by = { kind: 'person' as const, name: commandLineName(), address: null };
  const request = { settings: sharedSettingsOf(settings), by };
  const changes = await outcomeOf({ ...request, isDryRun: true }, settings.data, io, 'Nothing was applied');
  if (changes === undefined) return 1;
  if (changes.length === 0) {
    io.out('Nothing to change: the cluster uses these settings already.\n');
    return 0;
  }
  io.out(`${changeLines(changes).join('\n')}\n`);
  if (options['dryRun'] === true) return 0;
  if (options['yes'] !== true && !(await isConfirmed(io))) return 2;
  const unknown = 'It is not known whether it was applied. Run this again: it says what is in force';
  const applied = await outcomeOf({ ...request, isDryRun: false }, settings.data, io, unknown);
  if (applied === undefined) return 1;
  const count = applied.length;
  io.out(
    `Applied: ${String(count)} changed ${count === 1 ? 'setting' : 'settings'} on all nodes, from the same input on.\n`,
  );
  return 0;
}

/** What the node of a data folder answers; undefined, with the reason told, when it could not do it. */
async function outcomeOf(
  request: Parameters<typeof applyThroughServer>[1],
  dataDirectory: string,
  io: CommandIo,
  otherwise: string,
): Promise<AppliedReport['changes'] | undefined> {
  try {
    return (await applyThroughServer(dataDirectory, request)).changes;
  } catch (error) {
    io.err(`${otherwise}: ${error instanceof Error ? error.message : String(error)}\n`);
    return undefined;
  }
}

async function isConfirmed(io: CommandIo): Promise<boolean> {
  if (!process.stdin.isTTY) {
    io.err('Nothing was applied: nobody can be asked here. Use --yes to apply without a question\n');
    return false;
  }
  const asking = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await asking.question('Apply to all nodes of the cluster? Each starts anew within seconds. [y/N] ');
  asking.close();
  if (/^y(?:es)?$/i.test(answer.trim())) return true;
  io.err('Nothing was applied.\n');
  return false;
}

/** What changes, a value a line; what a setting consists of is listed one by one. */
export function changeLines(changes: AppliedReport['changes']): string[] {
  const lines = changes.flatMap(({ key, before, after }) =>
    key === 'catalogue'
      ? [`catalogue: ${messagesText(before)} -> ${messagesText(after)}`]
      : partLines(key, before, after),
  );
  if (lines.length <= MAX_LINES) return lines;
  return [...lines.slice(0, MAX_LINES), `… and ${String(lines.length - MAX_LINES)} more`];
}

function partLines(key: string, before: unknown, after: unknown): string[] {
  if (isDeepStrictEqual(before, after)) return [];
  if (!isGroup(before) || !isGroup(after)) return [`${key}: ${valueText(before)} -> ${valueText(after)}`];
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names.flatMap((name) => partLines(`${key}.${name}`, Reflect.get(before, name), Reflect.get(after, name)));
}

function isGroup(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function valueText(value: unknown): string {
  if (value === undefined) return 'not set';
  const text = JSON.stringify(value);
  return text.length <= MAX_VALUE_CHARACTERS ? text : `${text.slice(0, MAX_VALUE_CHARACTERS)}…`;
}

function messagesText(document: unknown): string {
  const messages: unknown = isGroup(document) ? Reflect.get(document, 'messages') : undefined;
  if (!Array.isArray(messages)) return 'built-in messages only';
  return `${String(messages.length)} ${messages.length === 1 ? 'message' : 'messages'} of your own`;
}
