import { chmodSync, lstatSync, readdirSync, type Stats } from 'node:fs';
import path from 'node:path';

/** What Tunnelwatch puts into a data folder: databases with their logs, marks, the socket, the key of the audit trail. */
const OURS = /^(?:tunnelwatch|people|lock|audit|control)\.|^(?:demo|spool)$/;

const FOLDER_MODE = 0o700;
const FILE_MODE = 0o600;
/** Any right of the group or of others. */
const OF_OTHERS = 0o077;
const STICKY = 0o1000;

/** What was done to a data folder so that only its owner can use it. */
export interface ClosedFolder {
  /** Names of what was open to others and no longer is. */
  closed: string[];
  /** What is still open to others, each with the reason and the remedy. */
  open: string[];
}

/**
 * Closes a data folder, and what Tunnelwatch has put into it, to everybody but their owner: versions before 0.1.0 left them
 * readable by all. A folder that others use too is left as it is, and its files are closed.
 */
export function closeDataFolder(folder: string): ClosedFolder {
  const done: ClosedFolder = { closed: [], open: [] };
  const names = readdirSync(folder);
  const foreign = names.filter((name) => !OURS.test(name));
  const stats = lstatSync(folder);
  if (isOpen(stats)) {
    const mode = (stats.mode & 0o7777).toString(8).padStart(4, '0');
    if (foreign.length > 0 || (stats.mode & STICKY) !== 0) {
      const others = foreign.slice(0, 3).join(', ');
      done.open.push(
        `the data folder ${folder} stays open to others (mode ${mode}), since it has other files (${others}): use a folder of its own with --data`,
      );
    } else close(folder, FOLDER_MODE, done);
  }
  for (const name of names) {
    if (!OURS.test(name)) continue;
    const file = path.join(folder, name);
    const stats = lstatSync(file, { throwIfNoEntry: false });
    if (stats === undefined || stats.isSymbolicLink() || !isOpen(stats)) continue;
    close(file, stats.isDirectory() ? FOLDER_MODE : FILE_MODE, done);
  }
  return done;
}

function isOpen({ mode }: Stats): boolean {
  return (mode & OF_OTHERS) !== 0;
}

function close(file: string, mode: number, done: ClosedFolder): void {
  try {
    chmodSync(file, mode);
    done.closed.push(file);
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    done.open.push(`${file} stays open to others: ${text}; as its owner, run chmod ${mode.toString(8)} ${file}`);
  }
}
