import type { Problem } from '@tunnelwatch/shared/error-code';
import { useCallback, useEffect, useState } from 'react';
import { HttpError } from './http-error.js';

/** What a page has of a request. `data` of the last success stays while a new one is under way or has failed. */
export interface HttpState<T> {
  readonly data: T | null;
  readonly problem: Problem | null;
  readonly isLoading: boolean;
  readonly reload: () => void;
}

interface Answer<T> {
  readonly run: string;
  readonly key: string;
  readonly data: T | null;
  readonly problem: Problem | null;
}

/**
 * Loads when `key` changes or `reload` is called; an older request that is still under way is aborted. `key` must say
 * all that `load` depends on; null loads nothing. With `keepOld`, data of the key before stays until the new one comes.
 */
export function useHttp<T>(
  key: string | null,
  load: (signal: AbortSignal) => Promise<T>,
  options: { readonly keepOld?: boolean } = {},
): HttpState<T> {
  const [attempt, setAttempt] = useState(0);
  const [answer, setAnswer] = useState<Answer<T> | null>(null);
  const run = key === null ? null : `${attempt} ${key}`;
  const keepsOld = options.keepOld === true;
  useEffect(() => {
    if (run === null || key === null) return undefined;
    const abort = new AbortController();
    load(abort.signal).then(
      (data) => setAnswer({ run, key, data, problem: null }),
      (error: unknown) => {
        if (abort.signal.aborted) return;
        setAnswer((old) => {
          const kept = old !== null && (keepsOld || old.key === key) ? old.data : null;
          return { run, key, data: kept, problem: problemFrom(error) };
        });
      },
    );
    return () => abort.abort();
    // `run` says all that `load` depends on.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [run]);
  const reload = useCallback(() => setAttempt((count) => count + 1), []);
  const isCurrent = answer !== null && answer.run === run;
  const isShown = answer !== null && key !== null && (keepsOld || answer.key === key);
  return {
    data: isShown ? answer.data : null,
    problem: isCurrent ? answer.problem : null,
    isLoading: run !== null && !isCurrent,
    reload,
  };
}

/** A failure in words for a page: the server's problem details, or our own. */
export function problemFrom(error: unknown): Problem {
  if (error instanceof HttpError) return error.problem;
  const detail = error instanceof Error ? error.message : String(error);
  return { type: 'about:blank', title: 'The page failed to load its data', status: 0, detail, code: 'internal' };
}
