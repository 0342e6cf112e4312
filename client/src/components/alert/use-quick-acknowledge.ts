import type { Alert, ShownAlert } from '@tunnelwatch/shared/alert';
import type { AlertAction } from '@tunnelwatch/shared/alert-command';
import { formatCount } from '@tunnelwatch/shared/format-number';
import { subjectLabel } from '@tunnelwatch/shared/subject-labels';
import { visibleText } from '@tunnelwatch/shared/visible-text';
import type { LiveStore } from '../../live/live-store.js';
import { useLiveStore } from '../../live/use-live.js';
import { capitalized } from '../../format/capitalized.js';
import { type Report, type ToastCalls, useToasts } from '../feedback/use-toasts.js';
import { ACTION_SPECS } from './action-specs.js';
import { type Named, useNamedOperator } from './operator-name.js';
import { newRequestKey } from './use-alert-action.js';

/** The action that takes another one back. */
const UNDO: Readonly<Partial<Record<AlertAction, AlertAction>>> = {
  acknowledge: 'unacknowledge',
  shelve: 'unshelve',
  close: 'reopen',
};
/** Alerts sent at a time. */
const AT_ONCE = 20;

/**
 * Acknowledges alerts as they are shown, at once and without a comment, and reports it with an undo. False where the server
 * does not know who acts and no name was entered yet: then a dialog must ask.
 */
export function useQuickAcknowledge(): (alerts: readonly ShownAlert[]) => boolean {
  const store = useLiveStore();
  const toasts = useToasts();
  const named = useNamedOperator();
  return (alerts) => {
    const who = named();
    if (who === null) return false;
    void actOnEach(store, alerts, 'acknowledge', who).then((results) => {
      tell(toasts, store, 'acknowledge', results, who);
    });
    return true;
  };
}

/** Reports what a dialog has done with one alert, with an undo where the action has one. */
export function useReportDone(): (action: AlertAction, before: ShownAlert, after: Alert, who: Named) => void {
  const store = useLiveStore();
  const toasts = useToasts();
  return (action, before, after, who) => tell(toasts, store, action, [{ alert: before, after, refusal: null }], who);
}

interface Result {
  readonly alert: ShownAlert;
  /** The alert as the action left it; null when it was refused. */
  readonly after: Alert | null;
  readonly refusal: string | null;
}

async function actOnEach(
  store: LiveStore,
  alerts: readonly ShownAlert[],
  action: AlertAction,
  who: Named,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  for (let from = 0; from < alerts.length; from += AT_ONCE) {
    const batch = alerts.slice(from, from + AT_ONCE).map(async (alert): Promise<Result> => {
      const { id, version } = alert;
      const command = { id, version, action, requestKey: newRequestKey(), comment: '', until: null, assignee: null };
      return resultOf(alert, await store.act({ ...command, ...who }));
    });
    results.push(...(await Promise.all(batch)));
  }
  return results;
}

function resultOf(alert: ShownAlert, outcome: Awaited<ReturnType<LiveStore['act']>>): Result {
  if (outcome.ok) return { alert, after: outcome.alert, refusal: null };
  const refusal = 'notSent' in outcome ? outcome.notSent : `${outcome.problem.title}. ${outcome.problem.detail}`;
  return { alert, after: null, refusal };
}

/** One report for all that was done, and one for what was refused. */
function tell(toasts: ToastCalls, store: LiveStore, action: AlertAction, results: readonly Result[], who: Named): void {
  const done = results.flatMap(({ alert, after }) => (after === null ? [] : [{ ...alert, ...after }]));
  const refused = results.filter(({ refusal }) => refusal !== null);
  if (done.length > 0) toasts.report(reportOf(store, action, done, who));
  const [first] = refused;
  if (first === undefined) return;
  const more = refused.length === 1 ? '' : ` And ${formatCount(refused.length - 1)} more.`;
  toasts.fail(`Not ${ACTION_SPECS[action].done}: ${nameOf([first.alert])}`, `${first.refusal ?? ''}${more}`);
}

function reportOf(store: LiveStore, action: AlertAction, alerts: readonly ShownAlert[], who: Named): Report {
  const { done } = ACTION_SPECS[action];
  const title = alerts.length === 1 ? capitalized(done) : `${formatCount(alerts.length)} ${done}`;
  const back = UNDO[action];
  const undoable = back === undefined ? [] : alerts.filter(canBeUndone);
  if (back === undefined || undoable.length === 0) return { title, detail: nameOf(alerts) };
  const undo = async (): Promise<Report> => {
    const results = await actOnEach(store, undoable, back, who);
    const undone = results.filter(({ after }) => after !== null);
    const failed = results.find(({ refusal }) => refusal !== null);
    if (failed !== undefined)
      return { title: 'Not undone', detail: `${nameOf([failed.alert])}: ${failed.refusal ?? ''}` };
    return { title: 'Undone', detail: nameOf(undone.map(({ alert }) => alert)) };
  };
  return { title, detail: nameOf(alerts), undo };
}

/** An alert whose condition had cleared is over once it is acknowledged: nothing brings it back. */
function canBeUndone(alert: ShownAlert): boolean {
  const { state, acknowledgement } = alert;
  return (
    state === 'acknowledged' ||
    state === 'shelved' ||
    state === 'closed' ||
    (state === 'suppressed' && acknowledgement !== null)
  );
}

function nameOf(alerts: readonly ShownAlert[]): string {
  const [first] = alerts;
  if (first === undefined) return '';
  const name = `${visibleText(first.message)} ${subjectLabel(first.subject, first.inventory)}`;
  return alerts.length === 1 ? name : `${name} and ${formatCount(alerts.length - 1)} more`;
}
