import { useState } from 'react';
import { problemFrom, problemText } from '../../http/http-error.js';

/** Changing something that others may change at the same time. */
export interface VersionedChange<Base> {
  /** What is changed, as last received from the server; null for something new. */
  readonly base: Base | null;
  readonly fault: string | null;
  /** True when somebody else has changed it meanwhile: saving then overwrites their changes. */
  readonly isOvertaken: boolean;
  readonly isSending: boolean;
  /** Sends a change; calls `onDone` when it was accepted. */
  readonly send: (act: () => Promise<unknown>) => Promise<void>;
  /** Says why nothing is sent; null to say nothing any more. */
  readonly setFault: (fault: string | null) => void;
  /** Accepts what somebody else made of it. */
  readonly acceptTheirs: () => void;
}

/** @param currentOf reads the current object of a refusal; null when it is none */
export function useVersionedChange<Base>(
  first: Base | null,
  currentOf: (current: unknown) => Base | null,
  onDone: () => void,
): VersionedChange<Base> {
  const [base, setBase] = useState(first);
  const [fault, setFault] = useState<string | null>(null);
  const [isOvertaken, setIsOvertaken] = useState(false);
  const [isSending, setIsSending] = useState(false);

  function refuse(error: unknown): void {
    const problem = problemFrom(error);
    setFault(problemText(error));
    const current = problem.code === 'stale-version' ? currentOf(problem.current) : null;
    if (current === null) return;
    setBase(current);
    setIsOvertaken(true);
  }

  return {
    base,
    fault,
    isOvertaken,
    isSending,
    setFault,
    send: async (act) => {
      setIsSending(true);
      try {
        await act();
        onDone();
      } catch (error) {
        refuse(error);
      }
      setIsSending(false);
    },
    acceptTheirs: () => {
      setIsOvertaken(false);
      setFault(null);
    },
  };
}
