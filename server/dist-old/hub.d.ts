import type { Alert } from '@tunnelwatch/shared/alert';
import type { Delta } from '@tunnelwatch/shared/protocol';
import { type SegmentDamage } from '@tunnelwatch/shared/storage';
import type { Logger } from 'pino';
import type { Catalogue } from './classify/catalogue.js';
import type { Settings } from './config/settings.js';
import type { AlertCommands, ApiContext } from './http/api-context.js';
import type { FromPipeline } from './pipeline/messages.js';
import { Publisher } from './publish/publisher.js';
import type { Look } from './publish/looks.js';
import type { ReadableStore } from './store/queries.js';
export interface HubOptions {
    settings: Settings;
    catalogue: Catalogue;
    version: string;
    clock: () => number;
    log: Logger;
}
/** Where the pipeline's messages meet what is shown: it keeps the world up to date and hands steps to the publisher. */
export declare class Hub {
    private readonly options;
    /** Settles when the pipeline has opened the store. */
    readonly storeReady: Promise<void>;
    private markReady;
    /** Messages that came before the world was read from the store. */
    private early;
    private seedStep;
    private rules;
    private readonly damaged;
    private parts;
    private send;
    constructor(options: HubOptions);
    /** The alerts at hand. */
    readonly alerts: () => Iterable<Alert>;
    get publisher(): Publisher;
    /** Reads the world from the store and takes in the steps that came meanwhile. */
    start(reader: ReadableStore): Promise<void>;
    /** Takes a message of the pipeline. */
    receive(message: FromPipeline): void;
    /** A segment could not be read and was left out of an answer: shown from now on, and told once in the log. */
    noteDamage(damage: SegmentDamage): void;
    /** Somebody looks at an alert, or no longer. */
    noteLook(look: Look): void;
    /** Names the one who sends deltas to clients. */
    sendTo(send: (delta: Delta) => void): void;
    apiContext(reader: ReadableStore, commands: AlertCommands): Omit<ApiContext, 'notifications' | 'clients'>;
    close(): void;
    private get started();
}
