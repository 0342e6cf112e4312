import { useCallback, useMemo } from 'react';
import { z } from 'zod';
import { useUrlText } from '../../../url-state/use-url-param.js';

/** More open groups than anybody looks at; an address must not grow without end. */
const MAX_OPEN = 30;
const keysSchema = z.array(z.string());

/** Which groups are open, by key, in the address: `?open=["gw1"]`. */
export function useOpenGroups(): { readonly open: ReadonlySet<string>; readonly toggle: (key: string) => void } {
  const [text, setText] = useUrlText('open');
  const keys = useMemo(() => keysOf(text), [text]);
  const open = useMemo(() => new Set(keys), [keys]);
  const toggle = useCallback(
    (key: string) => {
      const next = keys.includes(key) ? keys.filter((each) => each !== key) : [...keys, key].slice(-MAX_OPEN);
      setText(next.length === 0 ? null : JSON.stringify(next));
    },
    [keys, setText],
  );
  return { open, toggle };
}

function keysOf(text: string | null): readonly string[] {
  if (text === null) return [];
  try {
    return keysSchema.catch([]).parse(JSON.parse(text));
  } catch {
    // Somebody else wrote the address.
    return [];
  }
}
