import { useCallback } from 'react';
import { useSearchParams } from 'react-router';

/**
 * Sets some parameters of the URL at once; null removes one. The current history entry is replaced, unless the change is a
 * step that the browser's Back should undo.
 */
export type SetUrlParams = (values: Readonly<Record<string, string | null>>, isHistoryStep?: boolean) => void;

/** The setter of the URL's parameters. The URL is the view's state: filters, window, range, selection. */
export function useSetUrlParams(): SetUrlParams {
  const [, setSearch] = useSearchParams();
  return useCallback(
    (values, isHistoryStep = false) =>
      setSearch(
        (old) => {
          const next = new URLSearchParams(old);
          for (const [name, value] of Object.entries(values)) {
            if (value === null || value === '') next.delete(name);
            else next.set(name, value);
          }
          return next;
        },
        { replace: !isHistoryStep, preventScrollReset: true },
      ),
    [setSearch],
  );
}

/** A text parameter; null when absent. */
export function useUrlText(name: string): [string | null, (value: string | null) => void] {
  const [search] = useSearchParams();
  const setParams = useSetUrlParams();
  const set = useCallback((value: string | null) => setParams({ [name]: value }), [name, setParams]);
  return [search.get(name), set];
}

/** A parameter that is one of `choices`; anything else in the URL counts as absent. */
export function useUrlChoice<Choice extends string>(
  name: string,
  choices: readonly Choice[],
): [Choice | null, (value: Choice | null) => void] {
  const [text, set] = useUrlText(name);
  return [choices.find((choice) => choice === text) ?? null, set];
}
