import { subjectKey } from '@tunnelwatch/shared/subject';
/** What the drops of tunnels are consistent with, on the alerts about them. */
export class AlertVerdicts {
    list;
    verdicts = new Map();
    constructor(list) {
        this.list = list;
    }
    /** Notes verdicts on the alerts that last. One that is gone stays on its alert: it was the cause. */
    note(changes) {
        if (changes.length === 0)
            return;
        for (const { subject, verdict } of changes) {
            if (verdict === null)
                this.verdicts.delete(subjectKey(subject));
            else
                this.verdicts.set(subjectKey(subject), verdict);
        }
        const changed = new Set(changes.map(({ subject }) => subjectKey(subject)));
        for (const alert of [...this.list.lasting()]) {
            if (!alert.isActive || !changed.has(subjectKey(alert.subject)))
                continue;
            const next = this.on(alert);
            if (next !== alert)
                this.list.keep(next);
        }
    }
    /** An alert with what is known of the cause by now. */
    on(alert) {
        const verdict = alert.isPast ? undefined : this.verdicts.get(subjectKey(alert.subject));
        return verdict === undefined ? alert : { ...alert, verdict };
    }
}
//# sourceMappingURL=alert-verdicts.js.map