import { appendFileSync, copyFileSync, renameSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import { Follower, type FollowerOptions, textOf } from './follower.js';
import { tempFolders } from './temp-folder.js';

/** Longer than a rotated file must be quiet before its unfinished last line is taken as it is. */
export const QUIET_MS = 11_000;

/** A log file in a folder of its own, and a follower that comes and goes. */
export class FollowedLog {
  readonly log: string;
  private follower: Follower | undefined;

  constructor(readonly folder: string) {
    this.log = join(folder, 'gw1.log');
  }

  /** Starts a follower; one that is running is stopped first. */
  follow(options: Partial<FollowerOptions> = {}): Follower {
    this.stop();
    this.follower = new Follower({ files: [this.log], data: join(this.folder, 'data'), ...options });
    return this.follower;
  }

  /** Commits and ends the follower. */
  stop(): void {
    this.follower?.stop();
    this.follower = undefined;
  }

  /** Ends the follower as kill -9 does. */
  kill(): void {
    this.follower?.kill();
    this.follower = undefined;
  }

  append(lines: readonly string[], file = this.log): void {
    appendFileSync(file, textOf(lines));
  }

  /** Renames and creates, as logrotate does by default. */
  rotate(file = this.log, keep = 9): void {
    rmSync(`${file}.${String(keep)}`, { force: true });
    for (let number = keep - 1; number >= 1; number--) {
      if (statSync(`${file}.${String(number)}`, { throwIfNoEntry: false }) !== undefined)
        renameSync(`${file}.${String(number)}`, `${file}.${String(number + 1)}`);
    }
    renameSync(file, `${file}.1`);
    writeFileSync(file, '');
  }

  /** Copies and truncates, as logrotate's copytruncate does. */
  copytruncate(copy = `${this.log}.1`): void {
    copyFileSync(this.log, copy);
    truncateSync(this.log);
  }
}

/** A new log for every test; what follows it is ended afterwards. Call it once at the top of a file. */
export function followedLogs(): () => FollowedLog {
  const tempFolder = tempFolders();
  let current: FollowedLog | undefined;
  beforeEach(() => {
    current = new FollowedLog(tempFolder());
  });
  afterEach(() => {
    current?.kill();
  });
  return () => {
    if (current === undefined) throw new Error('there is a log only within a test');
    return current;
  };
}
