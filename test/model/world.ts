import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Follower } from '../support/follower.js';
import { MAX_LINE_BYTES, ModelledLog, untilNextTick } from './modelled-log.js';

/** Longer than a rotated file must be quiet before it is given up, and than anything waits before it tries again. */
const QUIET_MS = 11_000;

/** A log, the plain truth about it, and a follower that comes and goes. */
export class World {
  private readonly folder = mkdtempSync(join(tmpdir(), 'tunnelwatch-model-'));
  private readonly path = join(this.folder, 'gw1.log');
  readonly log = new ModelledLog(this.path);
  private follower: Follower | undefined;
  /** Virtual time that has passed, ms. */
  private later = 0;

  get data(): string {
    return join(this.folder, 'data');
  }

  start(): Follower {
    this.follower ??= new Follower({ files: [this.path], data: this.data, maxLineBytes: MAX_LINE_BYTES, mostOpen: 1 });
    return this.follower;
  }

  async look(): Promise<void> {
    if (this.follower === undefined) return;
    await this.follower.unpack(this.later);
    this.log.noteRead();
  }

  /** One look only: what is behind it is not read, and a compressed file only as far as it has come. */
  async lookOnce(): Promise<void> {
    this.follower?.lookOnce(this.later);
    await new Promise((resolve) => setImmediate(resolve));
  }

  commit(): void {
    if (this.follower === undefined) return;
    this.follower.commit();
    this.log.noteCommit();
  }

  /** A look, and one after a time in which nothing came. */
  async wait(): Promise<void> {
    if (this.follower === undefined) return;
    await this.look();
    this.later += QUIET_MS;
    await this.look();
    await this.look();
    this.commit();
    this.log.noteQuiet();
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
    this.log.noteKill();
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
