import { type CatalogueEntry, isFromUser } from '@tunnelwatch/shared/catalogue';
import type { Command } from 'commander';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { importedCatalogueFile } from '../config/imported-catalogue.js';
import type { Catalogue } from '../core/classify/catalogue.js';
import { loadCatalogue } from '../config/load-catalogue.js';
import { addSettingOptions, loadForCommand, processIo, type CommandIo } from '../config/options.js';
import { giveToOwnerOfFolder, makeFolder } from '../database-file.js';
import { formatErrors } from './check-config.js';

/**
 * Adds `catalogue list` and `catalogue show ID`, with the user's file merged into the built-in messages, and
 * `catalogue import FILE`, which puts one into the data folder.
 */
export function addCatalogueCommand(program: Command, io: CommandIo = processIo()): void {
  const command = program.command('catalogue').description('the message catalogue');
  const list = command.command('list').description('list all messages').option('--json', 'print JSON');
  addSettingOptions(list, ['data', 'catalogue']).action((options: Record<string, unknown>) => {
    const catalogue = openCatalogue(options, io);
    if (catalogue === undefined) return;
    io.out(options['json'] === true ? toJson(catalogue.entries) : formatList(catalogue.entries));
    io.setExitCode(0);
  });
  const show = command
    .command('show')
    .description('show one message in full')
    .argument('<id>', 'message id, as in 278, 00000278 or 0x116')
    .option('--json', 'print JSON');
  addSettingOptions(show, ['data', 'catalogue']).action((text: string, options: Record<string, unknown>) => {
    const catalogue = openCatalogue(options, io);
    if (catalogue !== undefined) showEntry(catalogue, text, options['json'] === true, io);
  });
  const importing = command
    .command('import')
    .description('check your own messages and copy them into the data folder, in place of those imported before')
    .argument('<file>', 'YAML or JSON, as the setting catalogue takes it')
    .addHelpText('after', IMPORT_HELP);
  addSettingOptions(importing, ['data']).action((file: string, options: Record<string, unknown>) => {
    importFile(resolve(io.cwd, file), options, io);
  });
}

const IMPORT_HELP = `
In force after a restart of the server. If the setting catalogue names a file, that one is used, and nothing is imported.

Exit codes: 0 imported, 1 the data folder cannot be written, 2 wrong usage, or the file has errors.`;

function importFile(file: string, options: Readonly<Record<string, unknown>>, io: CommandIo): void {
  const loaded = loadForCommand(options, io);
  const read = loaded.ok ? loadCatalogue(file) : loaded;
  if (!loaded.ok || !('catalogue' in read)) {
    io.err(formatErrors('errors' in read ? read.errors : []));
    io.setExitCode(2);
    return;
  }
  const named = loaded.origin.get('catalogue');
  if (named !== undefined && named.layer !== 'default') {
    io.err(
      `${named.name} names a catalogue file, which is used: edit that one, or remove the setting to import another\n`,
    );
    io.setExitCode(2);
    return;
  }
  const target = importedCatalogueFile(loaded.settings.data);
  try {
    makeFolder(loaded.settings.data);
    replaceFile(target, readFileSync(file));
  } catch (error) {
    io.err(`cannot import to ${target}: ${error instanceof Error ? error.message : String(error)}\n`);
    io.setExitCode(1);
    return;
  }
  const own = read.catalogue.entries.filter(({ origin }) => origin === 'user');
  const added = own.filter(({ section }) => section === null).length;
  const changed = own.length - added;
  io.out(
    `Imported to ${target}: ${String(added)} new, ${String(changed)} changed. In force after a restart of the server.\n`,
  );
  io.setExitCode(0);
}

/** At any moment there is the file of before or the whole new one. */
function replaceFile(target: string, content: Uint8Array): void {
  const part = `${target}.new-${String(process.pid)}`;
  try {
    writeFileSync(part, content, { mode: 0o600 });
    giveToOwnerOfFolder(part);
    renameSync(part, target);
  } finally {
    rmSync(part, { force: true });
  }
}

function openCatalogue(options: Readonly<Record<string, unknown>>, io: CommandIo): Catalogue | undefined {
  const loaded = loadForCommand(options, io);
  const result = loaded.ok ? loadCatalogue(loaded.settings.catalogue, loaded.origin.get('catalogue')) : loaded;
  if ('catalogue' in result) return result.catalogue;
  if (!result.ok) io.err(formatErrors(result.errors));
  io.setExitCode(2);
  return undefined;
}

function showEntry(catalogue: Catalogue, text: string, isJson: boolean, io: CommandIo): void {
  const id = parseId(text);
  if (id === undefined) {
    io.err(`${JSON.stringify(text)} is not a message id; expected a whole number such as 278 or 0x116\n`);
    io.setExitCode(2);
    return;
  }
  const entry = catalogue.byId(id);
  if (entry === undefined) {
    io.err(formatUnknown(id, catalogue));
    io.setExitCode(1);
    return;
  }
  io.out(isJson ? toJson(entry) : formatEntry(entry));
  io.setExitCode(0);
}

/** Decimal, also with leading zeros, or hexadecimal with 0x, as gateways write ids. */
function parseId(text: string): number | undefined {
  if (!/^(?:\d{1,15}|0x[\da-f]{1,12})$/i.test(text)) return undefined;
  return text.toLowerCase().startsWith('0x') ? Number.parseInt(text.slice(2), 16) : Number.parseInt(text, 10);
}

function formatUnknown(id: number, catalogue: Catalogue): string {
  const nearest = catalogue.entries
    .toSorted((a, b) => Math.abs(a.id - id) - Math.abs(b.id - id) || a.id - b.id)
    .slice(0, 3)
    .map((entry) => `  ${entry.id}  ${entry.message}\n`);
  return [
    `Message ${id} is not in the catalogue. Gateways have more messages than the reference guide describes;\n`,
    'events with such an id are stored and shown as unknown. The closest ids are:\n',
    ...nearest,
    'You can add messages with your own file: see the setting catalogue.\n',
  ].join('');
}

function toJson(value: CatalogueEntry | readonly CatalogueEntry[]): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function formatList(entries: readonly CatalogueEntry[]): string {
  const head = ['ID', 'SEVERITY', 'PRIORITY', 'CLASS', 'LATCHES', 'MESSAGE'];
  const rows = entries.map((entry) => [
    String(entry.id),
    entry.severity,
    entry.priority,
    entry.failureClass,
    entry.isLatching ? 'yes' : 'no',
    entry.origin === 'user' ? `${entry.message} (your file)` : entry.message,
  ]);
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0)));
  return [head, ...rows].map((row) => `${formatRow(row, widths)}\n`).join('');
}

/** Ids to the right, words to the left. */
function formatRow(row: readonly string[], widths: readonly number[]): string {
  const cells = row.map((cell, column) => {
    const width = widths[column] ?? 0;
    return column === 0 ? cell.padStart(width) : cell.padEnd(width);
  });
  return cells.join('  ').trimEnd();
}

const YOUR_FILE = 'from your catalogue file';

function formatEntry(entry: CatalogueEntry): string {
  const whose = (field: keyof CatalogueEntry, theirs: string): string =>
    isFromUser(entry, field) ? YOUR_FILE : theirs;
  const facts: readonly (readonly [string, string])[] = [
    ['Section', entry.section === null ? 'not in the reference guide' : `reference guide, ${entry.section}`],
    ['Categories', entry.categories.join(', ')],
    ['Severity', `${entry.severity} (${whose('severity', 'the gateway’s default')})`],
    ['Priority', `at least ${entry.priority} (${whose('priority', 'ours')})`],
    ['Class', entry.failureClass],
    ['Latches', entry.isLatching ? 'yes: no message reports its end; an operator has to close the alert' : 'no'],
    ['Parameters', entry.parameters.length === 0 ? 'none' : entry.parameters.join(', ')],
    ['Gateway action', entry.gatewayAction],
    ['Action description', entry.actionDescription ?? 'none'],
    ['Origin', originWords(entry)],
  ];
  const texts: readonly (readonly [string, string | null])[] = [
    [`Explanation (${whose('explanation', 'from the reference guide')})`, entry.explanation],
    [`Proposed action (${whose('proposedAction', 'from the reference guide')})`, proposedAction(entry)],
    [isFromUser(entry, 'ourAdvice') ? `Advice (${YOUR_FILE})` : OUR_ADVICE, entry.ourAdvice],
    [isFromUser(entry, 'note') ? `Note (${YOUR_FILE})` : 'Note', entry.note],
  ];
  return [
    `${entry.id}  ${entry.message}\n`,
    ...facts.map(([name, value]) => `  ${name.padEnd(20)}${value}\n`),
    ...texts.flatMap(([name, value]) => (value === null ? [] : [`\n${name}:\n${wrap(value, 98)}`])),
  ].join('');
}

const OUR_ADVICE = 'Our advice (Tunnelwatch’s, not the vendor’s)';

function originWords(entry: CatalogueEntry): string {
  if (entry.origin === 'builtin') return 'built-in';
  if (entry.section === null) return 'your catalogue file';
  return `built-in, with ${(entry.userFields ?? []).join(', ')} ${YOUR_FILE}`;
}

function proposedAction(entry: CatalogueEntry): string {
  const none = isFromUser(entry, 'proposedAction') ? 'your catalogue file' : 'the guide';
  return entry.proposedAction ?? `None: ${none} recommends nothing.`;
}

/** Text in lines of at most `width` characters, indented by two. */
function wrap(text: string, width: number): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line].map((each) => `  ${each}\n`).join('');
}
