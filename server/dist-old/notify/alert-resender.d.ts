import type { Alert } from '@tunnelwatch/shared/alert';
import type { ChannelSettings } from '../config/channel-schema.js';
import { type PostableAlert } from './alertmanager.js';
import type { SendOutcome } from './send-outcome.js';
export interface ResenderParts {
    settings: ChannelSettings;
    alerts: () => Iterable<Alert>;
    post: (alerts: readonly PostableAlert[]) => Promise<SendOutcome>;
    clock: () => number;
    /** See `alertLink`. */
    publicUrl: string | null;
    onError: (error: unknown) => void;
}
/**
 * Tells Alertmanager again what lasts. What began and ended it hears at once, through the outbox; this keeps it from
 * taking silence for an end, and puts right what it has lost. A round that fails is made up for by the next.
 */
export declare class AlertResender {
    private readonly parts;
    private timer;
    /** Labels by which an alert was told last, where they can change unseen by a change of state. */
    private told;
    private lastError;
    constructor(parts: ResenderParts);
    start(): void;
    stop(): void;
    /** One round; what went wrong is told once, until it goes well again. */
    round(): Promise<void>;
    private collect;
}
