import { type Alert, currentRate } from '@tunnelwatch/shared/alert';
import { type AlertAction, type AlertCommand, MAX_SHELF_MS } from '@tunnelwatch/shared/alert-command';
import { type ErrorCode, type Problem, problemDetails } from '@tunnelwatch/shared/error-code';
import { nextState } from './lifecycle.js';

/** What an action needs besides the alert. */
export type ActionFields = Pick<AlertCommand, 'action' | 'comment' | 'until' | 'assignee'>;

/** Outcome of an operator's command. */
export type AlertOutcome = { ok: true; alert: Alert } | { ok: false; problem: Problem; alert: Alert | undefined };

type Step = (alert: Alert, fields: ActionFields, by: string, now: number) => Partial<Alert> | string;

/** The effect of each action on an alert whose state allows it; a text is the reason of a refusal. One row per action. */
const STEPS: Readonly<Record<AlertAction, Step>> = {
  acknowledge: (alert, { comment, until }, by, now) => {
    if (until !== null && until <= now) return 'the expiry time is in the past';
    return { acknowledgement: { by, at: now, comment, until }, acknowledgedRate: currentRate(alert, now), unseen: 0 };
  },
  unacknowledge: () => ({ acknowledgement: null, acknowledgedRate: null }),
  assign: (_alert, { assignee }) => ({ assignee }),
  comment: (_alert, { comment }) => (comment === '' ? 'the comment is empty' : {}),
  shelve: (_alert, { comment, until }, by, now) => {
    if (until === null || until <= now) return 'shelving requires an expiry time';
    if (until - now > MAX_SHELF_MS) return 'an alert can be shelved for at most eight hours';
    return { shelf: { by, at: now, until, comment }, unseen: 0 };
  },
  unshelve: () => ({ shelf: null }),
  close: ({ isLatched }, { comment }, by, now) => {
    if (!isLatched) return 'it clears by itself when its condition does: only latched alerts can be closed';
    if (comment === '') return 'closing requires a comment: what was done about it';
    return { closure: { by, at: now, comment }, isActive: false, unseen: 0 };
  },
  reopen: () => ({ closure: null, isActive: true }),
};

/** Executes an action; refused when the state does not allow it or something is missing. The alert is not changed. */
export function carryOut(alert: Alert, fields: ActionFields, by: string, now: number): AlertOutcome {
  const { action } = fields;
  if (alert.foldedInto !== null) {
    return refuse('wrong-state', `it is grouped into alert ${String(alert.foldedInto)}: act on that one`, alert);
  }
  const made = STEPS[action](alert, fields, by, now);
  if (typeof made === 'string') return refuse('bad-request', `alert ${String(alert.id)}: ${made}`, alert);
  const next = { ...alert, ...made, version: alert.version + 1 };
  if (action === 'comment' || action === 'assign') return { ok: true, alert: next };
  const state = nextState(next, action);
  if (state === undefined) {
    return refuse('wrong-state', `alert ${String(alert.id)} is ${alert.state}: ${action} is not possible`, alert);
  }
  return { ok: true, alert: { ...next, state } };
}

const TITLES: Readonly<Partial<Record<ErrorCode, string>>> = {
  'not-found': 'No such alert',
  'bad-request': 'Missing input',
};

export function refuse(code: ErrorCode, detail: string, alert: Alert | undefined): AlertOutcome {
  const title = TITLES[code];
  return { ok: false, problem: problemDetails(code, detail, title === undefined ? {} : { title }), alert };
}

/** Why an action on an older version is refused: who acted first, if known. */
export function changedWords({ id, state, acknowledgement, version }: Alert): string {
  if (state === 'acknowledged' && acknowledgement !== null) {
    const { by, at } = acknowledgement;
    return `${by} acknowledged this alert at ${new Date(at).toISOString()}`;
  }
  return `alert ${String(id)} has changed since you loaded it (now version ${String(version)}): reload it`;
}
