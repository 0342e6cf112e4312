import type { Alert } from '@tunnelwatch/shared/alert';
import { useState } from 'react';
import { useLiveStore } from '../live/use-live.js';
import { rememberName } from './operator-name.js';

interface AcknowledgeForm {
  readonly isSending: boolean;
  /** Why the last try came to nothing; null before. */
  readonly refusal: string | null;
  /** The alert as the server holds it, when a refusal told it. */
  readonly current: Alert | null;
  readonly send: (by: string, comment: string) => Promise<void>;
}

/** Acknowledges the version of the alert that the operator saw. Nothing is shown as done before the server says so. */
export function useAcknowledge(seen: Alert, onDone: () => void): AcknowledgeForm {
  const store = useLiveStore();
  const [isSending, setIsSending] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const [current, setCurrent] = useState<Alert | null>(null);

  async function send(by: string, comment: string): Promise<void> {
    setIsSending(true);
    rememberName(by);
    const command = { action: 'acknowledge' as const, comment, until: null, assignee: null, by };
    const outcome = await store.act({ ...command, id: seen.id, version: seen.version });
    setIsSending(false);
    if (outcome.ok) return onDone();
    if ('notSent' in outcome) return setRefusal(outcome.notSent);
    setRefusal(`${outcome.problem.title}. ${outcome.problem.detail}`);
    setCurrent(outcome.alert);
  }

  return { isSending, refusal, current, send };
}
