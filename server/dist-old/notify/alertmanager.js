import { subjectWords } from '@tunnelwatch/shared/subject';
import { alertLink } from './alert-link.js';
import { verdictWords } from './words.js';
/** What lasts is told again this often, milliseconds: Alertmanager forgets what it does not hear of. */
export const RESEND_MS = 120_000;
/** An alert ends by itself when it was not told again for so long: four times the interval, as Prometheus does. */
const LASTS_MS = 4 * RESEND_MS;
/** What a notification says to Alertmanager: where labels have changed, the alert under its former ones has ended. */
export function postableOf({ alert, isActive, formerly, at }, telling) {
    const ended = { ...telling, now: at };
    const told = isActive ? activeOf(alert, telling) : endedOf(alert, ended);
    if (formerly === null)
        return [told];
    return [endedOf({ ...alert, ...formerly }, ended), told];
}
/** An alert that lasts. */
export function activeOf(alert, { now, publicUrl }) {
    return { ...describe(alert, publicUrl), startsAt: iso(alert.openedAt), endsAt: iso(now + LASTS_MS) };
}
/** An alert that has ended now. */
export function endedOf(alert, { now, publicUrl }) {
    // It never ends before it began: Alertmanager refuses that.
    const endsAt = iso(Math.max(now, alert.openedAt + 1));
    return { ...describe(alert, publicUrl), startsAt: iso(alert.openedAt), endsAt };
}
function describe(alert, publicUrl) {
    const { rule, severity, priority, subject, message, id, count, members, verdict } = alert;
    const link = alertLink(publicUrl, id);
    return {
        labels: { alertname: rule, severity, priority, class: alert.class, ...subjectLabels(subject) },
        annotations: {
            summary: `${message}: ${subjectWords(subject)}`,
            alert: String(id),
            count: String(count),
            ...(verdict === null ? {} : { diagnosis: verdictWords(verdict) }),
            ...(members > 0 ? { members: String(members) } : {}),
        },
        ...(link === null ? {} : { generatorURL: link }),
    };
}
/** Alertmanager takes an empty label for one that is not there: an empty matchkey stands as a pair of quotes. */
function subjectLabels(subject) {
    const named = (value) => (value === '' ? '""' : value);
    switch (subject.kind) {
        case 'tunnel':
            return { gateway: named(subject.gateway), matchkey: named(subject.matchkey) };
        case 'interface':
            return { gateway: named(subject.gateway), iface: named(subject.iface) };
        case 'gateway':
            return { gateway: named(subject.gateway) };
        case 'source':
            return { source: named(subject.source) };
        case 'all':
            return {};
    }
}
function iso(time) {
    return new Date(time).toISOString();
}
/** The address of the API below the one that is configured, which may have a path (`--web.route-prefix`). */
export function alertsUrl(url) {
    const base = new URL(url);
    base.pathname = `${base.pathname.replace(/\/+$/, '').replace(/\/api\/v2(?:\/alerts)?$/, '')}/api/v2/alerts`;
    return base.href;
}
//# sourceMappingURL=alertmanager.js.map