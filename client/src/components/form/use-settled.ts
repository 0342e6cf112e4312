import { useEffect, useState } from 'react';

/** A value once it has been stable for this long; null takes effect at once. */
export function useSettled(value: string | null, pauseMs: number): string | null {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), pauseMs);
    return () => clearTimeout(timer);
  }, [value, pauseMs]);
  return value === null ? null : settled;
}
