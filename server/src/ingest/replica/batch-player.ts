import { CUT, LENGTH, type LineBatch, type SentOrigin } from '../../cluster/line-batch.js';
import { emptyListenerCounts } from '../../core/aggregate/source-tally.js';
import { TemplateCache } from '../../core/lines/fast-path.js';
import { type LineOrigin, openOrigin, type SharedReading, sharedReading } from '../../core/lines/line-origin.js';
import type { LineIntake } from '../source/line-intake.js';

/** Origins that are remembered; forged addresses must not grow them without bound. */
const MAX_ORIGINS = 8192;

/** The name that a collector's source has on the nodes: files of the same name may be on several of them. */
export function sourceNameOf(collector: string, name: string): string {
  return `${collector}: ${name}`;
}

/** Gives the lines of batches to the monitor as if they had been read here. */
export class BatchPlayer {
  private readonly origins = new Map<string, LineOrigin>();
  /** What origins have in common that differ in their sender only. */
  private readonly shared = new Map<string, SharedReading>();

  constructor(private readonly intake: Pick<LineIntake, 'sources' | 'lines'>) {}

  /** @param at the clock of the cluster, epoch ms: nothing has arrived after it, whatever the clock of the collector says */
  play({ collector, sources, origins, runs, lengths, bytes }: LineBatch, at: number): void {
    const { lines } = this.intake;
    for (const { kind, name } of sources) this.intake.sources.of(kind, sourceNameOf(collector, name));
    const opened = origins.map((origin) => this.originOf(collector, origin));
    let index = 0;
    let start = 0;
    for (const { origin: originIndex, arrivedAt, near, age, count } of runs) {
      const origin = opened[originIndex];
      if (origin === undefined) throw new Error(`a batch of ${collector} lacks origin ${String(originIndex)}`);
      origin.age = age;
      lines.arrive(Math.min(arrivedAt, at));
      for (const last = index + count; index < last; index++) {
        const length = lengths[index] ?? 0;
        const end = start + (length & LENGTH);
        lines.line(origin, bytes, start, end, (length & CUT) !== 0, near);
        start = end;
      }
    }
    lines.settle();
  }

  private originOf(collector: string, { kind, name, settings }: SentOrigin): LineOrigin {
    const key = JSON.stringify([collector, kind, name, settings]);
    const known = this.origins.get(key);
    if (known !== undefined) return known;
    if (this.origins.size >= MAX_ORIGINS) this.forgetOldest();
    const source = this.intake.sources.of(kind, sourceNameOf(collector, name));
    if (kind === 'syslog') source.listener ??= emptyListenerCounts();
    const sender = settings.sender?.kind === 'source' ? { ...settings.sender, name: source.name } : settings.sender;
    const shared = this.sharedOf([collector, kind, name], settings);
    const origin = openOrigin(source, { ...settings, sender }, shared);
    this.origins.set(key, origin);
    return origin;
  }

  private sharedOf(source: readonly string[], settings: SentOrigin['settings']): SharedReading {
    const { sender: _sender, ...alike } = settings;
    const key = JSON.stringify([source, alike]);
    const known = this.shared.get(key);
    if (known !== undefined) return known;
    const reading = { ...sharedReading(settings), recipes: new TemplateCache() };
    this.shared.set(key, reading);
    return reading;
  }

  private forgetOldest(): void {
    const oldest = this.origins.keys().next().value;
    if (oldest !== undefined) this.origins.delete(oldest);
    // Those still in use are made again, and learn again.
    if (this.shared.size >= MAX_ORIGINS) this.shared.clear();
  }
}
