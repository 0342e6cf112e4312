import type { AcknowledgeCommand, CommandResult } from '@tunnelwatch/shared/protocol';
import type { Alert } from '@tunnelwatch/shared/alert';
import type { SourceHealth } from '@tunnelwatch/shared/source-health';
import type { Catalogue } from '../classify/catalogue.js';
import type { LiveModel } from '../aggregate/live-model.js';
import type { ReadableStore } from '../store/queries.js';

/** What the routes need of the rest. */
export interface ApiContext {
  catalogue: Catalogue;
  reader: ReadableStore;
  model: () => LiveModel;
  sources: () => SourceHealth[];
  alert: (id: number) => Alert | undefined;
  acknowledge: (command: AcknowledgeCommand) => Promise<CommandResult>;
  /** The time that windows end at when a request names none, epoch ms. */
  referenceTime: () => number;
  /** Undefined when ready; else why not. */
  notReady: () => string | undefined;
  version: string;
}
