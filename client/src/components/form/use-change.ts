import { useState } from 'react';
import { problemText } from '../../http/http-error.js';

/** A change in progress, and why the last one was refused. */
export interface Change {
  readonly isSending: boolean;
  readonly fault: string | null;
  /** Sends a change; returns the answer, or undefined if it was refused, and has the list reloaded in both cases. */
  readonly send: <Answer>(request: () => Promise<Answer>) => Promise<Answer | undefined>;
}

/** Sends changes one after the other. @param onEnd reloads what may have changed */
export function useChange(onEnd: () => void): Change {
  const [isSending, setIsSending] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  async function send<Answer>(request: () => Promise<Answer>): Promise<Answer | undefined> {
    setIsSending(true);
    setFault(null);
    try {
      return await request();
    } catch (error) {
      setFault(problemText(error));
      return undefined;
    } finally {
      setIsSending(false);
      onEnd();
    }
  }
  return { isSending, fault, send };
}
