import type { DiagnosisSettings } from '@tunnelwatch/shared/diagnosis-settings';
import type { Catalogue } from '../core/classify/catalogue.js';
import type { ChannelFilter } from '../core/notifications/channel-filter.js';
import type { ListenerSettings } from '../config/settings.js';
import type { SyslogLimits } from '../config/syslog-schema.js';
import type { MonitoringSettings } from '../core/alert/monitoring/health-monitor.js';
import type { FileGroup } from './source/file-reading.js';
import type { FromPipeline } from './ingest-messages.js';
import type { RateOptions } from './open-rates.js';

/** How a pipeline reads and whom it tells. */
export interface PipelineOptions extends RateOptions {
  catalogue: Catalogue;
  groups: readonly FileGroup[];
  listeners: readonly ListenerSettings[];
  syslog: SyslogLimits;
  /** Zone and gateway for files that are read once, on request. */
  timeZone: string;
  maxLineBytes: number;
  pollMs: number;
  storeOther: boolean;
  mostAlertsPerRule: number;
  /** False when nobody is shown what was stored: then commits are large, and no step is told. */
  isWatched: boolean;
  /** What is watched of sources and gateways; null where nothing is followed. */
  monitoring: MonitoringSettings | null;
  /** How live drops are diagnosed; null where nothing is followed. */
  diagnosis?: DiagnosisSettings | null;
  /** Who else is told of alerts; nobody unless named. */
  channels?: readonly ChannelFilter[];
  clock: () => number;
  tell: (message: FromPipeline) => void;
}
