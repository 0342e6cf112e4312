import { listenerError } from './listener-error.js';
import { StreamListener } from './stream-listener.js';
import { UdpListener } from './udp-listener.js';
const FIRST_RETRY_MS = 1000;
const MOST_RETRY_MS = 30_000;
/** Keeps one listener open: what fails is said with its remedy and tried again, ever more slowly. */
export class ListenerKeeper {
    parts;
    state = 'starting';
    lastError = null;
    /** The listener while it is open. */
    listener;
    retryMs = FIRST_RETRY_MS;
    retryTimer;
    isClosed = false;
    constructor(parts) {
        this.parts = parts;
    }
    /** Begins to listen; never throws. */
    start() {
        const { settings } = this.parts;
        const parts = {
            ...this.parts,
            onFailure: (error) => {
                this.fail(listener, error);
            },
        };
        const listener = settings.protocol === 'udp' ? new UdpListener(parts) : new StreamListener(parts);
        listener.open().then(() => {
            if (this.isClosed)
                listener.close();
            else
                this.listen(listener);
        }, (error) => {
            this.fail(listener, error);
        });
    }
    hold(isHolding) {
        this.listener?.hold(isHolding);
    }
    /** Ends in order. */
    async finish() {
        this.isClosed = true;
        clearTimeout(this.retryTimer);
        await this.listener?.finish();
        this.listener = undefined;
    }
    /** Ends at once. */
    close() {
        this.isClosed = true;
        clearTimeout(this.retryTimer);
        this.listener?.close();
        this.listener = undefined;
    }
    listen(listener) {
        this.listener = listener;
        this.state = 'listening';
        this.lastError = null;
        this.retryMs = FIRST_RETRY_MS;
        listener.readKernel();
    }
    fail(listener, error) {
        listener.close();
        if (this.isClosed)
            return;
        this.listener = undefined;
        const message = listenerError(error, this.parts.settings);
        if (message !== this.lastError)
            this.parts.onWarning(message);
        this.state = 'degraded';
        this.lastError = message;
        this.retryTimer = setTimeout(() => {
            this.start();
        }, this.retryMs);
        this.retryMs = Math.min(MOST_RETRY_MS, this.retryMs * 2);
    }
}
//# sourceMappingURL=listener-keeper.js.map