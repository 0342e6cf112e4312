import type { Alert, ShownAlert } from '@tunnelwatch/shared/alert';
import type { AlertAction, AlertCommand } from '@tunnelwatch/shared/alert-command';
import { useState } from 'react';
import { useLiveStore } from '../../live/use-live.js';

/** The content of an action besides the alert and its version. */
export type ActionDetails = Pick<AlertCommand, 'comment' | 'until' | 'assignee' | 'by'>;

interface AlertActionState {
  readonly isSending: boolean;
  /** Why the last attempt failed; null before. */
  readonly refusal: string | null;
  /** The alert as returned with a refusal. */
  readonly current: ShownAlert | null;
  readonly send: (details: ActionDetails) => Promise<void>;
}

/**
 * Acts on the version of the alert that the operator saw. Nothing is shown as done before the server confirms it. A
 * retry after a missing answer has the same key, so that the action is carried out only once.
 */
export function useAlertAction(
  seen: ShownAlert,
  action: AlertAction,
  onDone: (after: Alert) => void,
): AlertActionState {
  const store = useLiveStore();
  const [requestKey, setRequestKey] = useState(newRequestKey);
  const [isSending, setIsSending] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const [current, setCurrent] = useState<ShownAlert | null>(null);

  async function send(details: ActionDetails): Promise<void> {
    setIsSending(true);
    // After a refusal the operator has seen the current state: the next attempt refers to that one.
    const version = current?.version ?? seen.version;
    const outcome = await store.act({ ...details, action, id: seen.id, version, requestKey });
    setIsSending(false);
    if (outcome.ok) return onDone(outcome.alert);
    if ('notSent' in outcome) return setRefusal(outcome.notSent);
    // This one was answered: the next attempt is another request.
    setRequestKey(newRequestKey());
    setRefusal(`${outcome.problem.title}. ${outcome.problem.detail}`);
    // The answer contains the state; names come with the lists.
    setCurrent(outcome.alert === null ? null : { ...seen, ...outcome.alert });
  }

  return { isSending, refusal, current, send };
}

/** A key that identifies one request. `randomUUID` exists only over HTTPS and on localhost. */
export function newRequestKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
