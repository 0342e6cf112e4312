import type { Actor } from '@tunnelwatch/shared/actor';
import type { AuditNote } from '@tunnelwatch/shared/audit';
import { createHash } from 'node:crypto';
import { brotliCompressSync, brotliDecompressSync } from 'node:zlib';
import type { SettingsInput } from '../../cluster/input-envelope.js';
import type { InputStream } from '../../cluster/stream/input-stream.js';
import {
  type AppliedSettings,
  appliedSettingsSchema,
  type SettingChange,
  settingChanges,
  type SharedSettings,
} from '../../config/shared-settings.js';

/** Under which the first node of a cluster says what settings it brings. */
const FIRST = 'settings';

/**
 * The settings that all nodes of a cluster share: those in force at the place of the stream to which this node has come, and what
 * its own configuration file says. Others than those with which the core was made need a new one.
 */
export class SettingsInForce {
  /** Keys of settings of which this node's file says something else. */
  differing: readonly string[] = [];
  private isNew = false;

  /**
   * @param applied what the store has; undefined where this node has not been told yet
   * @param file what this node's configuration says
   * @param warn tells the log when the two differ
   */
  constructor(
    private applied: AppliedSettings | undefined,
    private file: SharedSettings,
    private readonly warn: (message: string) => void,
  ) {
    this.compare();
  }

  /** True once there are some. */
  get areKnown(): boolean {
    return this.applied !== undefined;
  }

  /** Those that are to be stored with the next batch, once. */
  takeNew(): AppliedSettings | undefined {
    if (!this.isNew) return undefined;
    this.isNew = false;
    return this.applied;
  }

  /** The configuration of this node was read again. */
  setFile(file: SharedSettings): void {
    this.file = file;
    this.compare();
  }

  /**
   * Has the first node of the cluster decide; that may be this one.
   * @param at epoch ms
   * @returns true when the core was made with others
   * @throws StreamError when the stream is closed
   */
  async agree(stream: Pick<InputStream, 'agree'>, at: number): Promise<boolean> {
    const own: AppliedSettings = { values: this.file, at, by: null };
    const said = await stream.agree(FIRST, brotliCompressSync(JSON.stringify(own)));
    const first = appliedSettingsSchema.parse(JSON.parse(brotliDecompressSync(said).toString('utf8')));
    return this.take(first).length > 0;
  }

  /**
   * Takes what came through the stream.
   * @returns what of it is new, for the audit trail too; null when all of it was in force
   */
  apply({ at, settings: { values, by } }: SettingsInput): AuditNote | null {
    const changes = this.take({ values, at, by });
    return changes.length === 0 ? null : noteOf(changes, by, at);
  }

  /** What is new in others; nothing happens when nothing is. */
  private take(settings: AppliedSettings): SettingChange[] {
    const changes = settingChanges(this.applied?.values ?? this.file, settings.values);
    if (this.applied !== undefined && changes.length === 0) return changes;
    this.applied = settings;
    this.isNew = true;
    this.compare();
    return changes;
  }

  private compare(): void {
    const { applied, file } = this;
    if (applied === undefined) return;
    const before = this.differing.join(', ');
    this.differing = settingChanges(applied.values, file).map(({ key }) => key);
    const keys = this.differing.join(', ');
    if (keys === before) return;
    if (keys === '') this.warn('the configuration file of this node says what is in force in the cluster again');
    else {
      this.warn(
        `the configuration file of this node differs from what is in force in the cluster, which is used: ${keys}. ` +
          'Correct the file, or have it applied on all nodes with "tunnelwatch cluster apply-config"',
      );
    }
  }
}

/** A catalogue can be long, and its file has it: the trail says that it is another one. */
function noteOf(changes: readonly SettingChange[], by: Actor | null, at: number): AuditNote {
  const values = (side: 'before' | 'after') =>
    Object.fromEntries(
      changes.map((each) => [each.key, each.key === 'catalogue' ? catalogueWords(each[side]) : each[side]]),
    );
  return {
    at,
    actor: by ?? { kind: 'server', name: 'tunnelwatch', address: null },
    action: 'applyConfig',
    target: 'cluster',
    comment: '',
    before: values('before'),
    after: values('after'),
    requestKey: null,
  };
}

function catalogueWords(document: unknown): string {
  const messages = typeof document === 'object' && document !== null ? Reflect.get(document, 'messages') : undefined;
  if (!Array.isArray(messages)) return 'the built-in one';
  const hash = createHash('sha256').update(JSON.stringify(messages)).digest('hex').slice(0, 12);
  return `${String(messages.length)} messages of its own, ${hash}`;
}
