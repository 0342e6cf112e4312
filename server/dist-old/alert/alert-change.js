/** A change as an entry of the audit trail. */
export function auditNote({ before, after, cause, ...rest }) {
    return { ...rest, action: cause, target: alertTarget(after.id), before, after };
}
/** How the audit trail names an alert. */
export function alertTarget(id) {
    return `alert ${String(id)}`;
}
const TARGET = /^alert (\d{1,15})$/;
/** The alert that an entry is about; undefined for one about something else. */
export function alertOfTarget(target) {
    const text = TARGET.exec(target)?.[1];
    return text === undefined ? undefined : Number(text);
}
//# sourceMappingURL=alert-change.js.map