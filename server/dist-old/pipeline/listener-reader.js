/** What a listener tells of itself. The queue is that of all listeners: what waits in it may be of any. */
export class ListenerReader {
    protocol;
    keeper;
    counts;
    queue;
    offset = 0;
    size = null;
    bytesRead = null;
    /** The last look that left nothing in the queue. */
    readThroughAt = null;
    silence = null;
    listenerHealth;
    constructor(protocol, keeper, counts, queue) {
        this.protocol = protocol;
        this.keeper = keeper;
        this.counts = counts;
        this.queue = queue;
        this.listenerHealth = this.healthNow();
    }
    get state() {
        const { state } = this.keeper;
        if (state !== 'listening')
            return state;
        return this.queue.isEmpty ? 'idle' : 'reading';
    }
    get lastError() {
        return this.keeper.lastError;
    }
    get lagBytes() {
        return this.queue.bytes;
    }
    get isBehind() {
        return !this.queue.isEmpty;
    }
    /** Asks the kernel for its drops. Call it about once a second. */
    update() {
        this.keeper.listener?.readKernel();
        this.listenerHealth = this.healthNow();
    }
    healthNow() {
        const { listener } = this.keeper;
        return {
            protocol: this.protocol,
            connections: listener?.connections ?? 0,
            receiveBufferBytes: listener?.receiveBufferBytes ?? null,
            ...this.counts,
        };
    }
}
//# sourceMappingURL=listener-reader.js.map