import type { ShownAlert } from '@tunnelwatch/shared/alert';
import type { AlertAction, AlertCommand } from '@tunnelwatch/shared/alert-command';
import { useState } from 'react';
import { useLiveStore } from '../../live/use-live.js';

/** What an action says beside the alert and its version. */
export type ActionDetails = Pick<AlertCommand, 'comment' | 'until' | 'assignee' | 'by'>;

interface AlertActionState {
  readonly isSending: boolean;
  /** Why the last try came to nothing; null before. */
  readonly refusal: string | null;
  /** The alert as the server holds it, when a refusal told it. */
  readonly current: ShownAlert | null;
  readonly send: (details: ActionDetails) => Promise<void>;
}

/**
 * Acts on the version of the alert that the operator saw. Nothing is shown as done before the server says so. A try after
 * one that got no answer carries the same key, so that it is done once.
 */
export function useAlertAction(seen: ShownAlert, action: AlertAction, onDone: () => void): AlertActionState {
  const store = useLiveStore();
  const [requestKey, setRequestKey] = useState(newRequestKey);
  const [isSending, setIsSending] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const [current, setCurrent] = useState<ShownAlert | null>(null);

  async function send(details: ActionDetails): Promise<void> {
    setIsSending(true);
    // After a refusal the operator was shown the present state: what they send then is about that one.
    const version = current?.version ?? seen.version;
    const outcome = await store.act({ ...details, action, id: seen.id, version, requestKey });
    setIsSending(false);
    if (outcome.ok) return onDone();
    if ('notSent' in outcome) return setRefusal(outcome.notSent);
    // This one was answered: what is sent next is another request.
    setRequestKey(newRequestKey());
    setRefusal(`${outcome.problem.title}. ${outcome.problem.detail}`);
    // The answer tells the state; names come with the lists.
    setCurrent(outcome.alert === null ? null : { ...seen, ...outcome.alert });
  }

  return { isSending, refusal, current, send };
}

/** A key that names one request. `randomUUID` exists only over HTTPS and on this computer itself. */
export function newRequestKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
