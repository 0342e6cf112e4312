import type { Command } from 'commander';
import path from 'node:path';
import { presentExplanation } from '../serve/http/present.js';
import { createExplainer, settingsOf } from '../app/line-explainer.js';
import { loadCatalogue } from '../config/load-catalogue.js';
import { addSettingOptions, type CommandIo, loadForCommand, processIo } from '../config/options.js';
import { formatListenUrl, parseListenUrl } from '../config/listen-url.js';
import { GatewayNames } from '../core/aggregate/gateway-names.js';
import { lineText } from '../core/decode/line-text.js';
import { LineFramer } from '../ingest/source/framing.js';
import { formatErrors } from './check-config.js';
import { explanationText } from './explanation-text.js';

const HELP = `
Without LINE, lines are read from standard input, and each is explained.
Exit codes: 0 all lines are understood, 1 a line is unreadable, 2 wrong usage or configuration.

Examples:
  tunnelwatch explain '<133>Nov 29 06:00:00 gw1 EFW: IPSEC: prio=2 id=278 …'
  tail -n 20 gw1.log | tunnelwatch explain --config tunnelwatch.yaml --file /var/log/gateways/gw1.log`;

/** Adds `explain [LINE]`: what is understood of a line, piece by piece, and why. */
export function addExplainCommand(program: Command, io: CommandIo = processIo()): void {
  const command = program
    .command('explain')
    .description('explain how a log line is read, and why it is not (exit code 1 if a line is unreadable)')
    .argument('[line]', 'the line; without it, lines are read from standard input')
    .option('--file <name>', 'file or listener that the line would come from: its gateway name and settings apply')
    .option('--json', 'print one JSON object per line')
    .addHelpText('after', HELP);
  addSettingOptions(command, ['catalogue', 'timeZone']).action(
    async (line: string | undefined, options: Record<string, unknown>) => {
      const explainer = explainerOf(options, io);
      if (explainer === undefined) return;
      const { explain, maxLineBytes } = explainer;
      const isJson = options['json'] === true;
      let unreadable = 0;
      let count = 0;
      for await (const each of line === undefined ? standardInput(maxLineBytes) : [withoutEnd(line)]) {
        const explanation = explain(each);
        if (explanation.outcome === 'unreadable') unreadable += 1;
        if (isJson) io.out(`${JSON.stringify(presentExplanation(explanation))}\n`);
        else io.out(`${count === 0 ? '' : `\n${'-'.repeat(80)}\n`}${explanationText(explanation)}`);
        count += 1;
      }
      if (count === 0) io.err('there is no line: give one as an argument in quotes, or lines on standard input\n');
      io.setExitCode(count === 0 ? 2 : unreadable > 0 ? 1 : 0);
    },
  );
}

/** Explains lines as the configuration says; undefined when that is wrong, which was then reported. */
function explainerOf(options: Readonly<Record<string, unknown>>, io: CommandIo) {
  const loaded = loadForCommand(options, io);
  const read = loaded.ok ? loadCatalogue(loaded.settings.catalogue, loaded.origin.get('catalogue')) : loaded;
  if (!loaded.ok || !('catalogue' in read)) {
    io.err(formatErrors('errors' in read ? read.errors : []));
    io.setExitCode(2);
    return undefined;
  }
  const { settings } = loaded;
  const source = typeof options['file'] === 'string' ? sourceName(options['file'], io.cwd) : null;
  if (source !== null && settings.sources.length > 0 && settingsOf(settings.sources, source) === undefined) {
    io.err(`no source of the configuration reads ${source}: only its name counts, and the settings for all sources\n`);
  }
  // Which gateways a server has seen is not known here: the case of a name stays as it is written.
  const names = new GatewayNames([], new Map(Object.entries(settings.aliases)));
  const explain = createExplainer({ settings, catalogue: read.catalogue, names: () => names });
  return {
    explain: (line: string) => explain({ line, source, at: Date.now() }),
    maxLineBytes: settings.ingest.maxLineBytes,
  };
}

/** The name under which a source is known: a listener's URL as it is, a file's absolute path. */
function sourceName(name: string, cwd: string): string {
  const address = parseListenUrl(name);
  return address === undefined ? path.resolve(cwd, name) : formatListenUrl(address);
}

/** The lines of standard input, cut as those of a file are. */
async function* standardInput(maxLineBytes: number): AsyncIterable<string> {
  const framer = new LineFramer(maxLineBytes);
  const lines: string[] = [];
  const take = (buffer: Buffer, start: number, end: number) => void lines.push(lineText(buffer.subarray(start, end)));
  const chunks: AsyncIterable<Buffer> = process.stdin;
  for await (const chunk of chunks) {
    framer.push(chunk, take);
    yield* lines.splice(0);
  }
  framer.flush(take);
  yield* lines;
}

/** A copied line often brings its end along. */
function withoutEnd(line: string): string {
  return line.replace(/\r?\n$/, '');
}
