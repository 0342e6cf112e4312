import { statSync } from 'node:fs';
import type { SourceProblem } from '../../../core/alert/monitoring/reading-rule.js';
import { systemPath } from '../../../file-name.js';

/** The folders that patterns begin with, as they were when logs were last found there. */
export class PatternFolders {
  /** The device of the file system, by pattern. */
  private readonly devices = new Map<string, number>();

  /** Notes that a pattern has matches in its folder. */
  noteFound(pattern: string, folder: string): void {
    const device = deviceOf(folder);
    if (device !== undefined) this.devices.set(pattern, device);
  }

  /** True when logs were found there in this run. */
  hadLogs(pattern: string): boolean {
    return this.devices.has(pattern);
  }

  forget(pattern: string): void {
    this.devices.delete(pattern);
  }

  /** What has happened to the folder of a pattern that had matches and has none; null when that is not its folder. */
  problemOf(pattern: string, folder: string): SourceProblem | null {
    const known = this.devices.get(pattern);
    if (known === undefined) return null;
    const device = deviceOf(folder);
    if (device === known) return null;
    const what =
      device === undefined
        ? `${folder} is gone: check whether it was moved or its file system unmounted`
        : `another file system is at ${folder} than before, without logs: check whether the one with the logs was unmounted`;
    return { kind: 'gone', text: what };
  }
}

function deviceOf(folder: string): number | undefined {
  try {
    return statSync(systemPath(folder), { throwIfNoEntry: false })?.dev;
  } catch {
    return undefined;
  }
}
