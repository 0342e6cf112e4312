import { ALERT_CLASSES, ALERT_STATES } from '@tunnelwatch/shared/alert';
import { alertListQuerySchema, eventFilterSchema, timeParameterSchema } from '@tunnelwatch/shared/api';
import { EVENT_CLASSES } from '@tunnelwatch/shared/failure-class';
import { PRIORITIES } from '@tunnelwatch/shared/priority';
import { SEVERITIES } from '@tunnelwatch/shared/severity';
import type { StoreDamage } from '@tunnelwatch/shared/storage';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '@tunnelwatch/shared/time-units';
import { type Command, InvalidArgumentError, Option } from 'commander';
import path from 'node:path';
import { z } from 'zod';
import { isServed } from '../app/control/control-client.js';
import { addSettingOptions, loadForCommand, processIo } from '../config/options.js';
import { InventoryNames } from '../core/inventory/inventory-names.js';
import { alertHead, alertRow } from '../serve/export/alert-rows.js';
import { exportEvents } from '../serve/export/export-events.js';
import { EXPORT_FORMATS } from '../serve/export/row-format.js';
import type { Settings } from '../config/settings.js';
import type { StoredFilter } from '../store/queries.js';
import { SqliteReader } from '../store/sqlite/sqlite-reader.js';
import { formatErrors } from './check-config.js';
import { type ExportTarget, toFile, toStandardOutput } from './export-target.js';
import { type OnProgress, progressBar } from './progress-bar.js';

const HELP = `
Times are ISO 8601 (2026-02-10T17:00:00Z) or back from now (-24h, -7d); --to is exclusive. Newest first. Reads the store
itself, also while a server runs: what is stored from then on is left out.

Examples:
  tunnelwatch export events --from -24h --class replay --out replay.csv
  tunnelwatch export events --format ndjson --gateway gw1 --tunnel 501 | jq .parameters
  tunnelwatch export alerts --from -7d --priority urgent

Exit codes: 0 exported, 1 failed, or damaged data was left out, 2 wrong usage.`;

const ALERT_PAGE = 1000;

const optionsSchema = z.object({
  format: z.enum(EXPORT_FORMATS).default('csv'),
  out: z.string().optional(),
  force: z.boolean().default(false),
  from: z.number().optional(),
  to: z.number().optional(),
  gateway: z.string().optional(),
  tunnel: z.string().optional(),
});

type ExportOptions = z.infer<typeof optionsSchema>;

interface ExportNotices {
  onProgress: OnProgress;
  onDamage: (damage: StoreDamage) => void;
}

/** One thing that can be exported. */
interface Exporter {
  unit: string;
  /** Writes everything; returns the number of rows. */
  run: (reader: SqliteReader, target: ExportTarget, notices: ExportNotices) => Promise<number>;
}

/** Adds `export events` and `export alerts`: the stored ones, as CSV or NDJSON. */
export function addExportCommand(program: Command): void {
  const command = program
    .command('export')
    .description('write stored events or alerts as CSV or NDJSON, even while a server runs')
    .addHelpText('after', HELP);
  const events = withCommonOptions(command.command('events').description('write stored events, newest first'))
    .option('--interface <name>', 'only this interface')
    .addOption(new Option('--class <class>', 'only this class').choices(EVENT_CLASSES))
    .addOption(new Option('--severity <severity>', 'at least this severity').choices(SEVERITIES))
    .addOption(new Option('--message <id>', 'only messages with this number').argParser(valueOf('messageId')))
    .addOption(new Option('--text <text>', 'only lines that contain this text').argParser(valueOf('q')));
  addSettingOptions(events, ['data', 'catalogue']).action(async (options: Record<string, unknown>) => {
    await run(options, (common, settings) => {
      const filter = eventFilterSchema.parse({
        gateway: common.gateway,
        matchkey: common.tunnel,
        iface: options['interface'],
        class: options['class'],
        severity: options['severity'],
        messageId: options['message'],
        q: options['text'],
      });
      return eventExporter({ ...filter, from: common.from, to: common.to }, common, settings);
    });
  });
  const alerts = withCommonOptions(command.command('alerts').description('write alerts, newest first'))
    .addOption(new Option('--class <class>', 'only this class').choices(ALERT_CLASSES))
    .addOption(new Option('--priority <priority>', 'only this priority').choices(PRIORITIES))
    .addOption(new Option('--state <state>', 'only those in this state').choices(ALERT_STATES));
  addSettingOptions(alerts, ['data']).action(async (options: Record<string, unknown>) => {
    await run(options, (common) => alertExporter(options, common));
  });
}

function withCommonOptions(command: Command): Command {
  return command
    .addOption(new Option('--format <format>', 'how rows are written').choices(EXPORT_FORMATS).default('csv'))
    .option('--out <file>', 'file to write (default: standard output)')
    .option('--force', 'overwrite an existing file')
    .addOption(new Option('--from <time>', 'from this time on').argParser(toTime))
    .addOption(new Option('--to <time>', 'before this time').argParser(toTime))
    .option('--gateway <name>', 'only this gateway')
    .option('--tunnel <matchkey>', 'only this tunnel');
}

/** Checks the value of an option by the schema of a filter's field. */
function valueOf(field: 'messageId' | 'q'): (text: string) => unknown {
  return (text) => {
    const parsed = eventFilterSchema.shape[field].safeParse(text);
    if (!parsed.success) throw new InvalidArgumentError(parsed.error.issues[0]?.message ?? '');
    return parsed.data;
  };
}

const UNITS: Readonly<Record<string, number>> = { m: MINUTE_MS, h: HOUR_MS, d: DAY_MS };

/** A time, epoch ms. */
function toTime(text: string): number {
  const back = /^-(\d{1,6})([mhd])$/.exec(text);
  if (back !== null) return Date.now() - Number(back[1]) * (UNITS[back[2] ?? ''] ?? 0);
  const parsed = timeParameterSchema.safeParse(text);
  if (!parsed.success) throw new InvalidArgumentError('write it as 2026-02-10T17:00:00Z, or -24h for a day ago.');
  return parsed.data;
}

async function run(
  options: Record<string, unknown>,
  exporterOf: (common: ExportOptions, settings: Settings) => Exporter,
): Promise<void> {
  const loaded = loadForCommand(options, processIo());
  if (!loaded.ok) {
    process.stderr.write(formatErrors(loaded.errors));
    process.exitCode = 2;
    return;
  }
  const { settings } = loaded;
  const damaged = new Set<string>();
  const onDamage = ({ reason }: StoreDamage) => {
    if (damaged.has(reason)) return;
    damaged.add(reason);
    process.stderr.write(`left out, since it is damaged: ${reason}; run check-data\n`);
  };
  try {
    const common = optionsSchema.parse(options);
    const exporter = exporterOf(common, settings);
    const reader = new SqliteReader(settings.data, onDamage);
    if (await isServed(settings.data)) {
      process.stderr.write(`a server uses ${settings.data}: what it stores from now on is not exported\n`);
    }
    const rows = await exportTo(common, exporter.unit, (target, onProgress) =>
      exporter.run(reader, target, { onProgress, onDamage }),
    );
    await reader.close();
    process.stderr.write(`${String(rows)} ${exporter.unit} exported\n`);
    if (damaged.size > 0) process.exitCode = 1;
  } catch (error) {
    process.exitCode = 1;
    // Whoever reads the output has had enough, such as `head`.
    if (error instanceof Error && 'code' in error && error.code === 'EPIPE') return;
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  }
}

async function exportTo(
  { out, force }: ExportOptions,
  unit: string,
  work: (target: ExportTarget, onProgress: OnProgress) => Promise<number>,
): Promise<number> {
  const target = out === undefined ? toStandardOutput() : toFile(path.resolve(out), force);
  // Rows on a terminal and a bar on the same one would be unreadable.
  const isQuiet = out === undefined && process.stdout.isTTY;
  const bar = isQuiet ? undefined : progressBar('exporting', unit);
  try {
    const rows = await work(target, (done, total) => bar?.update(done, total));
    target.end();
    return rows;
  } catch (error) {
    target.abandon();
    throw error;
  } finally {
    bar?.stop();
  }
}

function eventExporter(
  filter: StoredFilter,
  { format }: ExportOptions,
  { data, catalogue }: Pick<Settings, 'data' | 'catalogue'>,
): Exporter {
  return {
    unit: 'events',
    run: async (reader, target, { onProgress, onDamage }) => {
      // The end stays where it is, however much a server stores meanwhile.
      const asOf = { at: Number.MAX_SAFE_INTEGER, seq: await reader.lastSeq() };
      // To search for a text takes as long as the export.
      const total = (filter.q ?? '') === '' ? await reader.countEvents(filter) : 0;
      const pages = exportEvents({
        filter: { ...filter, asOf },
        divisions: await reader.divisions(),
        dataDirectory: data,
        catalogueFile: catalogue,
        format,
        inventory: await reader.inventory(),
        onDamage,
      });
      let count = 0;
      for await (const { bytes, rows } of pages) {
        await target.write(bytes);
        count += rows;
        onProgress(count, Math.max(total, count));
      }
      return count;
    },
  };
}

function alertExporter(
  options: Record<string, unknown>,
  { format, from, to, gateway, tunnel }: ExportOptions,
): Exporter {
  const { class: alertClass, priority, state } = options;
  const query = { gateway, matchkey: tunnel, class: alertClass, priority, state, limit: ALERT_PAGE };
  const parsed = alertListQuerySchema.parse(query);
  return {
    unit: 'alerts',
    run: async (reader, target, { onProgress }) => {
      const names = await namesOf(reader);
      await target.write(Buffer.from(alertHead(format)));
      let count = 0;
      let cursor: string | undefined;
      do {
        const page = await reader.listAlerts({ ...parsed, cursor });
        // An alert belongs to every range in which it had events.
        const wanted = page.alerts.filter(
          ({ firstTime, lastTime }) => lastTime >= (from ?? lastTime) && firstTime < (to ?? Number.POSITIVE_INFINITY),
        );
        await target.write(Buffer.from(wanted.map((alert) => alertRow(format, alert, names)).join('')));
        count += wanted.length;
        onProgress(count, count);
        cursor = page.nextCursor ?? undefined;
      } while (cursor !== undefined);
      return count;
    },
  };
}

async function namesOf(reader: SqliteReader): Promise<InventoryNames> {
  const names = new InventoryNames();
  for (const entry of await reader.inventory()) names.put(entry, undefined);
  return names;
}
