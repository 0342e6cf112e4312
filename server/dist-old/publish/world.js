import { isOver } from '@tunnelwatch/shared/alert';
import { MOST_DAMAGED } from '@tunnelwatch/shared/storage';
import { referenceTimeOf } from '../aggregate/live-model.js';
import { SILENCE_RULE } from '../alert/silence-rule.js';
import { Looks } from './looks.js';
/** Alerts at hand that are past or over; the store has them all. */
const MOST_ENDED_ALERTS = 1000;
const RATE_SPAN_MS = 10_000;
/** Everything that the screens show, as of the last step: counts, alerts, sources, signs of life. */
export class World {
    model;
    options;
    alerts = new Map();
    sources = new Map();
    looks = new Looks();
    /** What is known of alarms as a whole. */
    alarming = { flood: null, windows: [] };
    gatewayRecords = new Map();
    /** Silent gateways, with the arrival of their last line. */
    silentSince = new Map();
    /** Room that the store takes; null until it has looked. */
    storage = null;
    damaged = new Map();
    refusal = null;
    newestArrival = null;
    rate = [];
    constructor(model, options) {
        this.model = model;
        this.options = options;
    }
    /** Takes a step in; rooms are told afterwards. */
    apply(step) {
        const now = this.options.clock();
        this.model.apply(step, now);
        if (step.removed !== undefined)
            this.takeOut(step.removed);
        this.noteNews(step);
        this.rate.push({ at: now, events: step.events });
        this.forgetOldRates(now);
    }
    /** Takes in all of a step but its counts. */
    noteNews(step) {
        this.setAlerts(step.alerts);
        this.setGateways(step.gateways);
    }
    setGateways(records) {
        for (const record of records)
            this.gatewayRecords.set(record.gateway, record);
    }
    /** A gateway's signs of life; undefined when it showed none since they are kept. */
    gatewayLife(gateway) {
        const record = this.gatewayRecords.get(gateway);
        if (record === undefined)
            return undefined;
        const { members, lastArrival, skewMs, usual } = record;
        const since = this.silentSince.get(gateway);
        const silence = since === undefined ? null : { since, usualLinesPerMinute: usual.linesPerMinute };
        return { members, lastArrival, skewMs, silence };
    }
    setAlerts(alerts) {
        if (alerts.length === 0)
            return;
        for (const alert of alerts) {
            this.alerts.set(alert.id, alert);
            this.noteSilence(alert);
        }
        const ended = [...this.alerts.values()].filter((alert) => alert.isPast || isOver(alert));
        for (const alert of ended.slice(0, Math.max(0, ended.length - MOST_ENDED_ALERTS)))
            this.alerts.delete(alert.id);
    }
    setSources(sources, gone = []) {
        for (const id of gone)
            this.sources.delete(id);
        for (const source of sources) {
            this.sources.set(source.id, source);
            const { lastArrival } = source;
            if (lastArrival !== null && lastArrival > (this.newestArrival ?? 0))
                this.newestArrival = lastArrival;
        }
    }
    setStorage(storage) {
        this.storage = storage;
        for (const damage of storage.damagedSegments)
            this.noteDamage(damage);
    }
    /** Takes in that a segment cannot be read. */
    noteDamage(damage) {
        this.damaged.set(damage.id, damage);
    }
    takeOut(removed) {
        this.model.remove(removed);
        for (const { id, firstSeq } of this.damaged.values()) {
            if (firstSeq >= removed.firstSeq && firstSeq <= removed.lastSeq)
                this.damaged.delete(id);
        }
    }
    /** Takes in that the store refuses, and why; null when it accepts data again. */
    setStoreError(message) {
        const since = this.refusal?.since ?? this.options.clock();
        this.refusal = message === null ? null : { message, since };
    }
    /** What keeps the store from accepting data, with its remedy; null when it works. */
    get storeError() {
        return this.refusal?.message ?? null;
    }
    /** The time that windows and ages refer to, epoch ms. */
    referenceTime() {
        return referenceTimeOf(this.model.newestTime, this.options.clock(), this.options.pastAfterMs).time;
    }
    status(now) {
        const { version, isDemo, staleAfterMs, pastAfterMs } = this.options;
        const reference = referenceTimeOf(this.model.newestTime, now, pastAfterMs);
        const sources = [...this.sources.values()];
        const live = [...this.alerts.values()].filter((alert) => !alert.isPast && alert.foldedInto === null);
        return {
            ...{ now, version, isDemo, staleAfterMs },
            newestTime: this.model.newestTime,
            newestArrival: this.newestArrival,
            referenceTime: reference.time,
            isPast: reference.isPast,
            events: this.model.events,
            eventsPerSecond: this.eventsPerSecond(now),
            tunnels: this.model.tunnels.size,
            gateways: this.model.gateways.size,
            unacknowledged: countUnacknowledged(live),
            openAlerts: live.filter((alert) => alert.state !== 'normal' && alert.state !== 'closed').length,
            lagBytes: sources.reduce((sum, source) => sum + source.lagBytes, 0),
            lagMs: this.lagMs(sources, now),
            sourcesDegraded: sources.filter((source) => source.state === 'degraded').length,
            sources: sources.length,
            unreadable: sources.reduce((sum, source) => sum + source.counts.unreadable, 0),
            storeError: this.storeError,
            storage: this.storageNow(),
            flood: this.alarming.flood,
        };
    }
    /** Damage that the readers met stands beside what the upkeep found. */
    storageNow() {
        if (this.storage === null)
            return null;
        return { ...this.storage, damagedSegments: [...this.damaged.values()].slice(0, MOST_DAMAGED) };
    }
    /** The worst source's lag. While the store refuses nothing is read, so that everything waits from then on. */
    lagMs(sources, now) {
        const refused = this.refusal === null ? 0 : Math.max(0, now - this.refusal.since);
        return sources.reduce((worst, source) => Math.max(worst, source.lagMs), refused);
    }
    noteSilence({ rule, subject, state, firstTime }) {
        if (rule !== SILENCE_RULE || subject.kind !== 'gateway')
            return;
        if (state === 'unacknowledged' || state === 'acknowledged')
            this.silentSince.set(subject.gateway, firstTime);
        else
            this.silentSince.delete(subject.gateway);
    }
    eventsPerSecond(now) {
        this.forgetOldRates(now);
        const events = this.rate.reduce((sum, each) => sum + each.events, 0);
        return Math.round((events / RATE_SPAN_MS) * 10_000) / 10;
    }
    forgetOldRates(now) {
        while (this.rate.length > 0 && (this.rate[0]?.at ?? now) < now - RATE_SPAN_MS)
            this.rate.shift();
    }
}
function countUnacknowledged(alerts) {
    const counts = { urgent: 0, high: 0, medium: 0, low: 0 };
    for (const { state, priority } of alerts) {
        if (state === 'unacknowledged' || state === 'returnedUnacknowledged')
            counts[priority] += 1;
    }
    return counts;
}
//# sourceMappingURL=world.js.map