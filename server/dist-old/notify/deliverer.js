import { notificationSchema } from '@tunnelwatch/shared/notification';
import { ChannelQueue } from './channel-queue.js';
/** Delivers what the outbox holds, each channel by itself, and knows how each of them stands. */
export class Deliverer {
    parts;
    queues;
    constructor(parts) {
        this.parts = parts;
        const { outbox, report, onError, clock, chance } = parts;
        this.queues = parts.channels.map(({ settings, send }) => new ChannelQueue({
            ...{ channel: settings.name, outbox, report, onError, clock, chance },
            send: (body) => sendBody(body, send),
        }));
    }
    /** Goes on with what an earlier run has left, and gives up what waits for channels that are no longer there. */
    async start() {
        const names = this.parts.channels.map(({ settings }) => settings.name);
        for (const { channel, waiting } of await this.parts.outbox.outboxSummary()) {
            if (waiting > 0 && !names.includes(channel))
                await this.giveUp(channel, waiting);
        }
        this.wake();
        for (const resender of this.parts.resenders ?? [])
            resender.start();
    }
    /** There may be something new to deliver. */
    wake() {
        for (const queue of this.queues)
            queue.wake();
    }
    /** Results that were reported are durable by now. */
    stored(results) {
        for (const queue of this.queues)
            queue.stored(results);
    }
    /** How each channel stands, in the order of the settings. */
    async states() {
        const summaries = await this.parts.outbox.outboxSummary();
        return this.parts.channels.map((channel) => stateOf(channel, summaries));
    }
    /** Sends a test over a channel, past its queue; undefined when there is no such channel. */
    async test(name) {
        const channel = this.parts.channels.find(({ settings }) => settings.name === name);
        if (channel === undefined)
            return undefined;
        const outcome = await channel.test();
        return { delivered: outcome.ok, error: outcome.ok ? null : outcome.error };
    }
    /** Begins nothing new; settles when what was under way has ended. */
    async close() {
        for (const resender of this.parts.resenders ?? [])
            resender.stop();
        await Promise.all(this.queues.map((queue) => queue.close()));
    }
    async giveUp(channel, waiting) {
        const { outbox, clock, report } = this.parts;
        const error = `the channel ${channel} is not in the settings any more`;
        // What waits behind another one of its alert becomes due with it; the next start takes what is left.
        const { entries } = await outbox.dueEntries(channel, Number.MAX_SAFE_INTEGER, waiting);
        report(entries.map(({ id, attempts }) => ({ id, at: clock(), attempts, outcome: 'failed', error })));
    }
}
/** What cannot be read was written by another version: it is refused, and holds up nobody. */
async function sendBody(body, send) {
    const parsed = notificationSchema.safeParse(parseJson(body));
    if (!parsed.success) {
        return { ok: false, error: 'it was written by another version and cannot be read', holds: 'message' };
    }
    return send(parsed.data);
}
function parseJson(text) {
    try {
        return JSON.parse(text);
    }
    catch {
        // Not JSON: the schema says so.
        return undefined;
    }
}
function stateOf({ settings, target }, summaries) {
    const { name, kind, minPriority, classes, on } = settings;
    const found = summaries.find(({ channel }) => channel === name);
    return {
        ...{ name, kind, target: target(), minPriority },
        classes: classes === null ? null : [...classes],
        on: [...on],
        ...{ waiting: found?.waiting ?? 0, failed: found?.failed ?? 0, sent: found?.sent ?? 0 },
        ...{ lastSentAt: found?.lastSentAt ?? null, nextAttemptAt: found?.nextAt ?? null },
        ...{ lastError: found?.lastError ?? null, lastErrorAt: found?.lastErrorAt ?? null },
    };
}
//# sourceMappingURL=deliverer.js.map