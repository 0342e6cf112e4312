import type { Alert } from '@tunnelwatch/shared/alert';
import type { TunnelVerdict } from '@tunnelwatch/shared/diagnosis';
import { type AlertSubject } from '@tunnelwatch/shared/subject';
import type { AlertList } from './alert-list.js';
/** A verdict on a tunnel that is new, or gone (null). */
export interface SubjectVerdict {
    subject: AlertSubject;
    verdict: TunnelVerdict | null;
}
/** What the drops of tunnels are consistent with, on the alerts about them. */
export declare class AlertVerdicts {
    private readonly list;
    private readonly verdicts;
    constructor(list: AlertList);
    /** Notes verdicts on the alerts that last. One that is gone stays on its alert: it was the cause. */
    note(changes: readonly SubjectVerdict[]): void;
    /** An alert with what is known of the cause by now. */
    on(alert: Alert): Alert;
}
