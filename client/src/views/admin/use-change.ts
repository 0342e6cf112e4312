import { useState } from 'react';
import { problemText } from '../../http/http-error.js';

/** A change on its way to the server, and why the last one was refused. */
export interface Change {
  readonly isSending: boolean;
  readonly fault: string | null;
  /** Sends; gives the answer, or undefined where it was refused, and has the list loaded anew either way. */
  readonly send: <Answer>(request: () => Promise<Answer>) => Promise<Answer | undefined>;
}

/** Sends changes one after the other. @param onEnd loads anew what may have changed */
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
