import type { SourceRegistry } from '../../core/aggregate/source-registry.js';
import type { LineProcessor } from '../../core/lines/line-processor.js';
import type { Senders } from '../../core/senders/senders.js';

/** What takes the lines of sources: the monitor of this server, or what sends them on to others. */
export interface LineIntake {
  readonly sources: SourceRegistry;
  readonly lines: Pick<LineProcessor, 'arrive' | 'line' | 'settle'>;
  /** Who is blocked. */
  readonly senders: Pick<Senders, 'blocks' | 'blockChanges' | 'noteDiscarded'>;
}
