import { RATE_CLASSES } from '@tunnelwatch/shared/alert-rules';
import { MEASURES } from './measure.js';
import { isOverflowOver, overflowOnset } from './overflow-rule.js';
import { isRateOver, rateOnset, ratePriority } from './rate-rule.js';
import { isRiseOver, riseOnset } from './rise-rule.js';
const WORDS = {
    replay: 'Anti-replay drops',
    integrity: 'Integrity check failures',
    decryption: 'Decryption failures',
    encryption: 'Encryption failures',
    malformed: 'Malformed packets',
    reassembly: 'Reassembly failures',
    ecn: 'ECN mismatches',
};
/** The rules about single subjects. */
export function pairRules(rules) {
    return [
        ...RATE_CLASSES.map((ofClass, number) => rateRule(rules, ofClass, number)),
        overflowRule(rules),
        ...RATE_CLASSES.map((ofClass, at) => riseRule(rules, ofClass, RATE_CLASSES.length + 1 + at)),
    ];
}
function rateRule(rules, ofClass, number) {
    const name = `rate-${ofClass}`;
    const settings = rules[name];
    const { windowMinutes, count, enabled } = settings;
    const within = windowMinutes === 1 ? 'a minute' : `${String(windowMinutes)} minutes`;
    return {
        ...{ name, number, measure: measureNumber(ofClass), class: ofClass, isEnabled: enabled },
        least: settings.priority,
        severity: ofClass === 'ecn' ? 'warning' : 'notice',
        message: `${WORDS[ofClass]}: ${count.toLocaleString('en')} or more within ${within}`,
        onset: (series, fresh) => rateOnset(series, fresh, settings),
        isOver: (series, now) => isRateOver(series, now, settings),
        priority: (series, now) => ratePriority(mostWithin(series, now, windowMinutes), settings),
    };
}
function overflowRule({ overflow }) {
    return {
        ...{ name: 'overflow', number: RATE_CLASSES.length, measure: measureNumber('overflow'), class: 'sequence' },
        ...{ severity: 'warning', isEnabled: overflow.enabled, least: overflow.priority },
        message: 'Sequence numbers are used up: the tunnel sends nothing until it is rekeyed',
        onset: overflowOnset,
        isOver: (series, now) => isOverflowOver(series, now, overflow),
        priority: () => overflow.priority,
    };
}
/** The classes have one rule each, with the same settings: an alert is about one rule and subject. */
function riseRule({ rise }, ofClass, number) {
    return {
        ...{ name: `rise-${ofClass}`, number, measure: measureNumber(ofClass), class: ofClass, isEnabled: rise.enabled },
        least: rise.priority,
        severity: ofClass === 'ecn' ? 'warning' : 'notice',
        message: `${WORDS[ofClass]}: at least ${String(rise.factor)} times as many as this tunnel usually has`,
        onset: (series, fresh, usual) => riseOnset(series, fresh, usual, rise),
        isOver: (series, now, usual) => isRiseOver(series, now, usual, rise),
        priority: () => rise.priority,
    };
}
/** Events in the window that ends now, or with the newest event where the gateway's clock is ahead or it was read late. */
function mostWithin(series, now, windowMinutes) {
    const end = Math.max(Math.min(now, series.newest), series.newest);
    return series.sum(end - windowMinutes + 1, end);
}
function measureNumber(measure) {
    return MEASURES.indexOf(measure);
}
//# sourceMappingURL=pair-rules.js.map