import { AlertBook } from '../alert/alert-book.js';
/** Where what people ask for meets the alerts. */
export class OperatorDesk {
    book;
    ingest;
    clock;
    rates;
    told = '';
    constructor(book, ingest, clock, rates) {
        this.book = book;
        this.ingest = ingest;
        this.clock = clock;
        this.rates = rates;
    }
    /** What is known of alarms as a whole; undefined when nothing of it changed since it was last asked. */
    news(now) {
        const alarming = { flood: this.book.flood(now), windows: this.book.maintenanceWindows() };
        const text = JSON.stringify(alarming);
        if (text === this.told)
            return undefined;
        this.told = text;
        return alarming;
    }
    obey(message) {
        const { requestId } = message;
        if (message.kind === 'note') {
            this.ingest.notes.push(...message.notes);
            return { kind: 'noted', requestId };
        }
        const { actor } = message;
        const now = this.clock();
        // Events that came before it count before it.
        this.ingest.settleAlerts();
        switch (message.kind) {
            case 'act': {
                const outcome = this.book.act(message.command, actor, now);
                const result = outcome.ok ? outcome : { ...outcome, alert: outcome.alert ?? null };
                return { kind: 'commandResult', requestId, result };
            }
            case 'actOnAll':
                return { kind: 'bulkResult', requestId, result: this.book.actOnAll(message.command, actor, now) };
            case 'addWindow':
                return { kind: 'windowResult', requestId, result: this.book.addWindow(message.body, actor, now) };
            case 'setRule':
                return { kind: 'ruleResult', requestId, ...this.setRule(message, now) };
            case 'endWindow':
                return { kind: 'windowResult', requestId, result: this.book.endWindow(message.id, actor, now) };
        }
    }
    setRule({ name, body, actor }, now) {
        const { rates } = this;
        if (rates === undefined)
            return { result: { ok: false, problem: NO_RATES }, rules: [] };
        const result = rates.setRule(name, body, actor, now);
        return { result, rules: rates.settings.entries() };
    }
}
const NO_RATES = {
    ...{ type: 'about:blank', title: 'Not possible', status: 409, code: 'wrong-state' },
    detail: 'this server follows nothing, so it has no rules about rates',
};
/** The alerts as the store has them. */
export function openBook({ alerts, members = [], windows = [], lastAlertId, requests = new Map() }, settings) {
    return new AlertBook({ alerts, members, lastId: lastAlertId, requests, windows }, settings);
}
//# sourceMappingURL=operator-desk.js.map