import { useMemo, useState } from 'react';

interface Selection {
  readonly ids: ReadonlySet<number>;
  readonly toggle: (id: number) => void;
  readonly set: (ids: readonly number[]) => void;
  readonly clear: () => void;
}

const NONE: ReadonlySet<number> = new Set();

/** Which rows are selected. The functions are stable across renders. */
export function useSelection(): Selection {
  const [ids, setIds] = useState(NONE);
  const calls = useMemo(
    () => ({
      toggle: (id: number) => setIds((old) => toggled(old, id)),
      set: (next: readonly number[]) => setIds(new Set(next)),
      clear: () => setIds(NONE),
    }),
    [],
  );
  return { ids, ...calls };
}

/** The set with the number toggled. */
export function toggled(ids: ReadonlySet<number>, id: number): ReadonlySet<number> {
  const next = new Set(ids);
  if (!next.delete(id)) next.add(id);
  return next;
}
