import type { Command } from 'commander';
import { existsSync } from 'node:fs';
import { addSettingOptions, loadForCommand, processIo } from '../config/options.js';
import { readAuditKeys } from '../store/audit/audit-key.js';
import { readSeenHead } from '../store/audit/seen-head.js';
import type { AuditCheckRequest } from '../store/queries.js';
import { type CheckReport, checkStore } from '../store/sqlite/maintenance/check/check-store.js';
import { formatErrors } from './check-config.js';
import { progressBar } from './progress-bar.js';

/** Adds `check-data`: reads everything in the store and reports any damage. */
export function addCheckDataCommand(program: Command): void {
  const command = program
    .command('check-data')
    .description('verify the whole store, even while a server runs, and report any damage (exit code 1)')
    .option('--json', 'print one JSON object');
  addSettingOptions(command, ['data', 'audit.keyFile']).action((options: Record<string, unknown>) => {
    const loaded = loadForCommand(options, processIo());
    if (!loaded.ok) {
      process.stderr.write(formatErrors(loaded.errors));
      process.exitCode = 2;
      return;
    }
    const bar = progressBar('checking', 'events');
    try {
      const { data } = loaded.settings;
      const { keys, seen, problem } = auditKnowledge(data, loaded.settings.audit.keyFile);
      const report = checkStore(data, bar.update, { keys, seen });
      if (problem !== undefined) report.findings.push({ code: 'audit', message: problem, remedy: SEEN_REMEDY });
      bar.stop();
      const text = report.isAuditVerified ? toText(report) : `${toText(report)}${WITHOUT_KEY}`;
      process.stdout.write(options['json'] === true ? `${JSON.stringify(report)}\n` : text);
      process.exitCode = report.findings.length === 0 ? 0 : 1;
    } catch (error) {
      bar.stop();
      process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
      process.exitCode = 1;
    }
  });
}

const SEEN_REMEDY = 'find out who changed it, and remove it: the server writes a new one';

const WITHOUT_KEY =
  'The key of the audit trail was not found: its chain was not verified. Name the file with --audit-key-file.\n';

/** What the trail is compared with; read before the store, so that it is never ahead of what is read of that. */
function auditKnowledge(dataDirectory: string, keyFile: string | null): AuditCheckRequest & { problem?: string } {
  const found = readAuditKeys({ keyFile, dataDirectory });
  if (found === undefined || !existsSync(dataDirectory)) return { keys: [], seen: null };
  const { head, ...rest } = readSeenHead(found, dataDirectory);
  return { keys: found.keys, seen: head, ...rest };
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
