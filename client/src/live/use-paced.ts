import { useEffect, useRef, useState } from 'react';

/**
 * A value that changes often, as it was at most `everyMs` ago: at once after a quiet time, and in a burst no more often than anybody can
 * follow.
 */
export function usePaced<Value>(value: Value, everyMs: number): Value {
  const [shown, setShown] = useState(value);
  const changedAt = useRef(Number.NEGATIVE_INFINITY);
  useEffect(() => {
    if (shown === value) return undefined;
    // Nothing known yet is never worth waiting for.
    const waitMs = shown === null ? 0 : changedAt.current + everyMs - performance.now();
    const timer = setTimeout(
      () => {
        changedAt.current = performance.now();
        setShown(value);
      },
      Math.max(0, waitMs),
    );
    return () => clearTimeout(timer);
  }, [value, shown, everyMs]);
  return shown;
}
