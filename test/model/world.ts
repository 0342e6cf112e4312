import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Follower } from '../support/follower.js';
import { MAX_LINE_BYTES, ModelledLog, untilNextTick } from './modelled-log.js';

/** Longer than a rotated file must be quiet before it is given up, and than anything waits before it tries again. */
const QUIET_MS = 11_000;

/** Lines of several logs are told apart by their numbers. */
const LINES_OF_A_LOG = 1_000_000;

/** Logs in one folder, the plain truth about them, and a follower that comes and goes. */
export class World {
  private readonly folder = mkdtempSync(join(tmpdir(), 'tunnelwatch-model-'));
  private readonly paths: readonly string[];
  readonly logs: readonly ModelledLog[];
  /** The one that something happens to now. */
  log: ModelledLog;
  private follower: Follower | undefined;
  /** Virtual time that has passed, ms. */
  private later = 0;

  constructor(logs: number) {
    this.paths = Array.from({ length: logs }, (_, index) => join(this.folder, `gw${String(index + 1)}.log`));
    this.log = new ModelledLog(join(this.folder, 'gw1.log'));
    const others = this.paths.slice(1).map((path, index) => new ModelledLog(path, (index + 1) * LINES_OF_A_LOG + 1));
    this.logs = [this.log, ...others];
  }

  /** What happens next happens to this log, counted from 0. */
  turnTo(log: number): void {
    this.log = this.logs[log] ?? this.log;
  }

  get data(): string {
    return join(this.folder, 'data');
  }

  start(): Follower {
    this.follower ??= new Follower({ files: this.paths, data: this.data, maxLineBytes: MAX_LINE_BYTES, mostOpen: 1 });
    return this.follower;
  }

  async poll(): Promise<void> {
    if (this.follower === undefined) return;
    await this.follower.unpack(this.later);
    for (const log of this.logs) log.noteRead();
  }

  /** One look only: what is behind it is not read, and a compressed file only as far as it has come. */
  async pollOnce(): Promise<void> {
    this.follower?.pollOnce(this.later);
    await new Promise((resolve) => setImmediate(resolve));
  }

  commit(): void {
    if (this.follower === undefined) return;
    this.follower.commit();
    for (const log of this.logs) log.noteCommit();
  }

  /** A look, and one after a time in which nothing came. */
  async wait(): Promise<void> {
    if (this.follower === undefined) return;
    await this.poll();
    this.later += QUIET_MS;
    await this.poll();
    await this.poll();
    this.commit();
    for (const log of this.logs) log.noteQuiet();
    untilNextTick(join(this.folder, 'probe'));
  }

  stop(): void {
    if (this.follower === undefined) return;
    this.commit();
    this.kill();
  }

  kill(): void {
    this.follower?.kill();
    this.follower = undefined;
    for (const log of this.logs) log.noteKill();
  }

  /** Lines that were counted. */
  lines(): number {
    return this.start().count();
  }

  /** Bytes that were counted as lost. */
  lostBytes(): number {
    return this.start()
      .sources()
      .reduce((sum, { lostBytes }) => sum + lostBytes, 0);
  }

  /** Ends the follower and removes everything. */
  async remove(): Promise<void> {
    const registry = this.follower?.reading.registry;
    this.kill();
    await registry?.closed();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
