import { useState } from 'react';

/** A value that changes by itself; while somebody uses what shows it, as it was when they began. */
export function useHeld<Value>(value: Value, isHeld: boolean): Value {
  const [kept, setKept] = useState(value);
  if (!isHeld && kept !== value) setKept(value);
  return isHeld ? kept : value;
}
