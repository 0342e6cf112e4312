import type { DiagnosisSettings } from '@tunnelwatch/shared/diagnosis-settings';
import type { Catalogue } from '../classify/catalogue.js';
import type { ChannelFilter } from '../config/channel-schema.js';
import type { ListenerSettings } from '../config/settings.js';
import type { SyslogLimits } from '../config/syslog-schema.js';
import type { MonitoringSettings } from './condition-watch.js';
import type { FileGroup } from './file-reading.js';
import type { FromPipeline } from './messages.js';
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
