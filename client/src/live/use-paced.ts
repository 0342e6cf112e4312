import { useEffect, useState } from 'react';

/**
 * A value that changes often, as it was at most `everyMs` ago: at once after a quiet time, and in a burst no more often than anybody can
 * follow.
 */
export function usePaced<Value>(value: Value, everyMs: number): Value {
  const [shown, setShown] = useState({ value, at: Number.NEGATIVE_INFINITY });
  // Nothing known yet is never worth waiting for.
  const isDue = shown.value === null || performance.now() - shown.at >= everyMs;
  if (shown.value !== value && isDue) setShown({ value, at: performance.now() });
  const isWaiting = shown.value !== value && !isDue;
  useEffect(() => {
    if (!isWaiting) return undefined;
    // Drawn once more when it is due: the newest value is taken then.
    const timer = setTimeout(() => setShown((old) => ({ ...old })), shown.at + everyMs - performance.now() + 1);
    return () => clearTimeout(timer);
  }, [isWaiting, shown, everyMs]);
  return shown.value;
}
