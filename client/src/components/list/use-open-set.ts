import { useCallback, useState } from 'react';

interface OpenSet {
  readonly open: ReadonlySet<number>;
  /** Toggles an entry. */
  readonly toggle: (id: number) => void;
  readonly closeAll: () => void;
}

/** Which entries of a list are expanded. @param first those that are from the beginning */
export function useOpenSet(first: readonly number[] = []): OpenSet {
  const [open, setOpen] = useState<ReadonlySet<number>>(() => new Set(first));
  const toggle = useCallback((id: number) => {
    setOpen((old) => {
      const next = new Set(old);
      if (!next.delete(id)) next.add(id);
      return next;
    });
  }, []);
  const closeAll = useCallback(() => setOpen(new Set()), []);
  return { open, toggle, closeAll };
}
