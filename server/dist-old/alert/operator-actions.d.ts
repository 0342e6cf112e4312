import type { Alert } from '@tunnelwatch/shared/alert';
import { type AlertCommand } from '@tunnelwatch/shared/alert-command';
import { type ErrorCode, type Problem } from '@tunnelwatch/shared/error-code';
/** What an action needs to know beside the alert. */
export type ActionFields = Pick<AlertCommand, 'action' | 'comment' | 'until' | 'assignee'>;
/** Outcome of an operator's command. */
export type AlertOutcome = {
    ok: true;
    alert: Alert;
} | {
    ok: false;
    problem: Problem;
    alert: Alert | undefined;
};
/** Carries out an action; refused when the state does not allow it or something is missing. The alert is not changed. */
export declare function carryOut(alert: Alert, fields: ActionFields, by: string, now: number): AlertOutcome;
export declare function refuse(code: ErrorCode, detail: string, alert: Alert | undefined): AlertOutcome;
/** Why an action on an older version is refused: who was faster, where that is known. */
export declare function changedWords({ id, state, acknowledgement, version }: Alert): string;
