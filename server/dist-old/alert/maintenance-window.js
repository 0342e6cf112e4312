import { gatewayOf } from '@tunnelwatch/shared/subject';
/** The window that suppresses an alert at a time; undefined when none does. What it does not name it covers wholly. */
export function windowOf(windows, { subject, class: ofClass }, now) {
    return windows.find(({ from, until, gateway, matchkey, class: covered }) => from <= now &&
        now < until &&
        (gateway === null || gatewayOf(subject) === gateway) &&
        (matchkey === null || (subject.kind === 'tunnel' && subject.matchkey === matchkey)) &&
        (covered === null || ofClass === covered));
}
//# sourceMappingURL=maintenance-window.js.map