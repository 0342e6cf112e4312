import type { Command } from 'commander';
import { addSettingOptions, loadForCommand, processIo } from '../config/options.js';
import { type CheckReport, checkStore } from '../store/sqlite/maintenance/check/check-store.js';
import { formatErrors } from './check-config.js';
import { progressBar } from './progress-bar.js';

/** Adds `check-data`: reads everything in the store and reports any damage. */
export function addCheckDataCommand(program: Command): void {
  const command = program
    .command('check-data')
    .description('verify the whole store, even while a server runs, and report any damage (exit code 1)')
    .option('--json', 'print one JSON object');
  addSettingOptions(command, ['data']).action((options: Record<string, unknown>) => {
    const loaded = loadForCommand(options, processIo());
    if (!loaded.ok) {
      process.stderr.write(formatErrors(loaded.errors));
      process.exitCode = 2;
      return;
    }
    const bar = progressBar('checking', 'events');
    try {
      const report = checkStore(loaded.settings.data, bar.update);
      bar.stop();
      process.stdout.write(options['json'] === true ? `${JSON.stringify(report)}\n` : toText(report));
      process.exitCode = report.findings.length === 0 ? 0 : 1;
    } catch (error) {
      bar.stop();
      process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
      process.exitCode = 1;
    }
  });
}

function toText({ file, step, segments, events, alerts, removed, findings, notShown }: CheckReport): string {
  const checked =
    `${file}: commit ${String(step)}, segments: ${String(segments)}, events: ${String(events)}, alerts: ${String(alerts)}, ` +
    `events removed by retention: ${String(removed)}`;
  if (findings.length === 0) return `${checked}\nThe store is intact.\n`;
  const lines = findings.map(({ message, remedy }) => `- ${message}: ${remedy}`);
  const rest = notShown === 0 ? [] : [`and ${String(notShown)} more`];
  return [checked, ...lines, ...rest, ''].join('\n');
}
