import { useEffect, useState } from 'react';

/** A value once it has stayed the same for so long; null counts at once. */
export function useSettled(value: string | null, pauseMs: number): string | null {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), pauseMs);
    return () => clearTimeout(timer);
  }, [value, pauseMs]);
  return value === null ? null : settled;
}
