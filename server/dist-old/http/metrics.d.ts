import type { ApiContext } from './api-context.js';
/** What the metrics are made of. */
export type MetricsContext = Pick<ApiContext, 'version' | 'notReady' | 'sources' | 'alerts' | 'clients' | 'storage' | 'notifications'>;
/** Figures of this server for Prometheus, in its text format; docs/metrics.md has every name. */
export declare class Metrics {
    private readonly context;
    private readonly registry;
    private readonly sources;
    private readonly server;
    private readonly notifications;
    constructor(context: MetricsContext);
    /** The media type of the text. */
    get contentType(): string;
    /** All figures as they are now. */
    text(): Promise<string>;
}
