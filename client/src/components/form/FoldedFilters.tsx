import type { ReactNode, Ref } from 'react';
import { useIsNarrow } from '../layout/use-narrow.js';
import styles from './FoldedFilters.module.css';

interface FoldedFiltersProps {
  /** Whether a filter is set: then it must be seen. */
  readonly isNarrowed: boolean;
  readonly ref?: Ref<HTMLDetailsElement>;
  readonly children: ReactNode;
}

/** The filters of a list. On a phone what they filter comes first: they are folded until they are asked for. */
export function FoldedFilters({ isNarrowed, ref, children }: FoldedFiltersProps) {
  const isNarrow = useIsNarrow();
  return (
    <details ref={ref} className={styles.filters} open={!isNarrow || isNarrowed}>
      <summary>Filters</summary>
      {children}
    </details>
  );
}
