import { isCongestionOver, isCryptoCongested } from './crypto-hardware-rule.js';
import { MEASURES } from './measure.js';
import { isMemoryOver, isShortOfMemory } from './memory-rule.js';
const MINUTE_MS = 60_000;
const WATCHED = ['lowMemory', 'resize', 'crypto'];
/** Judges what subjects of one gateway have in common. Only gateways with new events are looked at, and raised ones once a minute. */
export class GatewayWatch {
    book;
    windows;
    subjectOf;
    places = new Map();
    raised = new Map();
    touched = new Set();
    rules;
    constructor(book, windows, subjectOf, rules) {
        this.book = book;
        this.windows = windows;
        this.subjectOf = subjectOf;
        this.rules = this.rulesOf(rules);
        for (const { rule: name, subject } of book.raisedConditions()) {
            const rule = this.rules.find((each) => each.name === name);
            if (rule !== undefined && subject.kind === 'gateway')
                this.note(subject.gateway, rule.name);
        }
        this.index();
    }
    /** A pair has new events. */
    touch(place) {
        const gateway = this.add(place);
        if (gateway !== undefined)
            this.touched.add(gateway);
    }
    /** Judges the gateways that were touched. @param now epoch ms */
    judge(now) {
        for (const gateway of this.touched) {
            const places = this.places.get(gateway);
            for (const rule of places === undefined ? [] : this.rules) {
                if (places === undefined || !rule.isEnabled || this.raised.get(gateway)?.has(rule.name) === true)
                    continue;
                if (rule.isOn(places, Math.floor(now / MINUTE_MS)))
                    this.raise(rule, gateway, now);
            }
        }
        this.touched = new Set();
    }
    /** Once a minute, after pairs were let go. @param now epoch ms */
    tick(now) {
        this.index();
        const minute = Math.floor(now / MINUTE_MS);
        for (const [gateway, names] of this.raised) {
            for (const rule of this.rules) {
                if (!names.has(rule.name))
                    continue;
                if (rule.isEnabled && !rule.isOver(this.places.get(gateway) ?? NO_PLACES, minute))
                    continue;
                this.book.clear(rule.name, { kind: 'gateway', gateway }, now);
                names.delete(rule.name);
            }
            if (names.size === 0)
                this.raised.delete(gateway);
        }
    }
    setRules(rules) {
        this.rules = this.rulesOf(rules);
    }
    raise({ name, condition }, gateway, now) {
        this.book.raise({ rule: name, subject: { kind: 'gateway', gateway }, ...condition, since: now }, now);
        this.note(gateway, name);
    }
    note(gateway, name) {
        const names = this.raised.get(gateway) ?? new Set();
        this.raised.set(gateway, names.add(name));
    }
    index() {
        this.places = new Map();
        for (const place of this.windows.all())
            this.add(place);
    }
    add(place) {
        const measure = MEASURES[this.windows.measure(place)];
        if (measure === undefined || !isWatched(measure))
            return undefined;
        const gateway = this.subjectOf(place)?.gateway;
        if (gateway === undefined)
            return undefined;
        let places = this.places.get(gateway);
        if (places === undefined) {
            places = { lowMemory: new Set(), resize: new Set(), crypto: new Set() };
            this.places.set(gateway, places);
        }
        places[measure].add(place);
        return gateway;
    }
    seriesOf(places) {
        return [...places].map((place) => this.windows.series(place));
    }
    cryptoOf(places) {
        return [...places].map((place) => {
            const encryption = this.windows.find(this.windows.subjectId(place), ENCRYPTION);
            return {
                crypto: this.windows.series(place),
                encryption: encryption < 0 ? undefined : this.windows.series(encryption),
            };
        });
    }
    rulesOf({ memory, 'crypto-hardware': crypto }) {
        const memoryOf = ({ lowMemory, resize }) => ({
            lowMemory: this.seriesOf(lowMemory),
            resizes: this.seriesOf(resize),
        });
        return [
            {
                name: 'memory',
                isEnabled: memory.enabled,
                isOn: (places, now) => isShortOfMemory(memoryOf(places), now, memory),
                isOver: (places, now) => isMemoryOver(memoryOf(places), now, memory),
                condition: {
                    ...{ severity: 'warning', class: 'memory', priority: memory.priority },
                    message: 'The gateway is short of memory for IPsec',
                },
            },
            {
                name: 'crypto-hardware',
                isEnabled: crypto.enabled,
                isOn: (places, now) => isCryptoCongested(this.cryptoOf(places.crypto), now, crypto),
                isOver: (places, now) => isCongestionOver(this.cryptoOf(places.crypto), now, crypto),
                condition: {
                    ...{ severity: 'notice', class: 'encryption', priority: crypto.priority },
                    message: `Encryption and decryption fail on ${String(crypto.tunnels)} tunnels or more: consistent with congested crypto hardware`,
                },
            },
        ];
    }
}
const ENCRYPTION = MEASURES.indexOf('encryption');
const NO_PLACES = { lowMemory: new Set(), resize: new Set(), crypto: new Set() };
function isWatched(measure) {
    return WATCHED.includes(measure);
}
//# sourceMappingURL=gateway-watch.js.map