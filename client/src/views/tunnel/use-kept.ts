import { useState } from 'react';

/**
 * The newest value that was not null. Another window is another room, which tells nothing for a moment; what is known of
 * the tunnel itself stays meanwhile.
 */
export function useKept<T>(value: T | null): T | null {
  const [kept, setKept] = useState(value);
  if (value !== null && value !== kept) setKept(value);
  return value ?? kept;
}
