import type { ShownAlert } from '@tunnelwatch/shared/alert';
import type { AlertAction, AlertFilter, BulkCommand } from '@tunnelwatch/shared/alert-command';
import { useEffect, useState } from 'react';
import { ACTION_SPECS } from '../../../components/alert/action-specs.js';
import { newRequestKey, type ActionDetails } from '../../../components/alert/use-alert-action.js';
import { formatCount } from '@tunnelwatch/shared/format-number';
import type { LiveStore } from '../../../live/live-store.js';
import { useLiveStore } from '../../../live/use-live.js';

/** The target of a bulk action: selected rows, as they were seen, or all that match a filter of the server. */
export type BulkTarget =
  | { readonly kind: 'selected'; readonly alerts: readonly ShownAlert[] }
  | { readonly kind: 'filter'; readonly filter: AlertFilter; readonly seen: SeenAlerts };

/** The alerts in the list when the action was chosen, as they were: it leaves all others. */
type SeenAlerts = NonNullable<BulkCommand['seen']>;

/** The result. */
export interface BulkReport {
  readonly text: string;
  /** What was refused, and why, one line each. */
  readonly refusals: readonly string[];
}

/** How many alerts match a filter, and for how many of them the action is possible; or why that is not known. */
export type Preview =
  | { readonly matched: number; readonly changed: number; readonly unseen: number }
  | { readonly problem: string }
  | { readonly isLoading: true };

/** Number of alerts sent at a time. */
const AT_ONCE = 20;
const MAX_REFUSALS = 5;

/** Executes a bulk action and reports the result. A retry after no answer has the same keys. */
export function useBulk(target: BulkTarget, action: AlertAction): (details: ActionDetails) => Promise<BulkReport> {
  const store = useLiveStore();
  const [key] = useState(newRequestKey);
  return (details) =>
    target.kind === 'filter'
      ? sendFilter(store, { ...details, action, filter: target.filter, seen: target.seen, requestKey: key })
      : sendSelected(store, target.alerts, { ...details, action, requestKey: key });
}

type Sent = ActionDetails & { readonly action: AlertAction; readonly requestKey: string };

async function sendFilter(
  store: LiveStore,
  command: Sent & { readonly filter: AlertFilter; readonly seen: SeenAlerts },
): Promise<BulkReport> {
  const outcome = await store.actOnAll({ ...command, dryRun: false });
  if (!outcome.ok) return { text: problemText(outcome), refusals: [] };
  const { done } = ACTION_SPECS[command.action];
  const { matched, changed, unseen } = outcome;
  const rest = matched - changed - unseen;
  const left = rest === 0 ? '' : ` ${formatCount(rest)} matching alerts were left unchanged.`;
  return { text: `${formatCount(changed)} ${done}.${left}${unseenText(unseen)}`, refusals: [] };
}

async function sendSelected(store: LiveStore, alerts: readonly ShownAlert[], details: Sent): Promise<BulkReport> {
  const refusals: string[] = [];
  for (let from = 0; from < alerts.length; from += AT_ONCE) {
    const batch = alerts.slice(from, from + AT_ONCE);
    const outcomes = await Promise.all(
      batch.map(({ id, version }) =>
        store.act({ ...details, id, version, requestKey: `${details.requestKey}-${String(id)}` }),
      ),
    );
    for (const [index, outcome] of outcomes.entries()) {
      if (!outcome.ok) refusals.push(`Alert ${String(batch[index]?.id ?? '')}: ${problemText(outcome)}`);
    }
  }
  return reportOf(details.action, alerts.length - refusals.length, refusals);
}

/** Says that alerts stay as they are because they were not in the list, or came into it or changed since. */
export function unseenText(unseen: number): string {
  if (unseen === 0) return '';
  return unseen === 1
    ? ' 1 alert that is new, changed or not in this list stays as it is.'
    : ` ${formatCount(unseen)} alerts that are new, changed or not in this list stay as they are.`;
}

/** The result of a bulk action in words. */
export function reportOf(action: AlertAction, done: number, refusals: readonly string[]): BulkReport {
  const refused = refusals.length === 0 ? '' : ` ${formatCount(refusals.length)} failed.`;
  const more = refusals.length - MAX_REFUSALS;
  const named = refusals.slice(0, MAX_REFUSALS);
  return {
    text: `${formatCount(done)} ${ACTION_SPECS[action].done}.${refused}`,
    refusals: more > 0 ? [...named, `and ${formatCount(more)} more`] : named,
  };
}

function problemText(
  outcome: { readonly notSent: string } | { readonly problem: { readonly title: string; readonly detail: string } },
): string {
  return 'notSent' in outcome ? outcome.notSent : `${outcome.problem.title}. ${outcome.problem.detail}`;
}

/** Asks the server what an action on a filter would do, without executing it; null for selected rows, which are counted here. */
export function usePreview(target: BulkTarget, action: AlertAction, details: ActionDetails): Preview | null {
  const store = useLiveStore();
  const [preview, setPreview] = useState<Preview>({ isLoading: true });
  const [filter, seen] = target.kind === 'filter' ? [target.filter, target.seen] : [null, []];
  const text = filter === null ? null : JSON.stringify([filter, action, details.assignee]);
  useEffect(() => {
    if (filter === null) return undefined;
    let isOld = false;
    // A required comment is still being typed.
    const asked = { ...details, comment: details.comment === '' ? 'preview' : details.comment };
    void store.actOnAll({ ...asked, action, filter, seen, dryRun: true }).then((outcome) => {
      if (isOld) return;
      setPreview(outcome.ok ? outcome : { problem: problemText(outcome) });
    });
    return () => {
      isOld = true;
    };
    // The text contains everything that the preview depends on.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [store, text]);
  return filter === null ? null : preview;
}
