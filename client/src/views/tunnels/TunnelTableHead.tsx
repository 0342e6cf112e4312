import type { ReactNode } from 'react';
import { ClassLabel, ClassSwatch } from '../../components/badge/ClassLabel.js';
import { SortTitle } from '../../components/list/SortTitle.js';
import type { Sorting } from '../../components/list/sorting.js';
import styles from './TunnelTable.module.css';
import type { TunnelSort } from './tunnel-sort.js';

interface TunnelTableHeadProps extends Sorting<TunnelSort> {
  readonly onSort: (sort: TunnelSort) => void;
}

/** Column titles; clicking one sorts by it, and clicking again reverses the order. */
export function TunnelTableHead(props: TunnelTableHeadProps) {
  return (
    <div role="rowgroup">
      <div className={styles.legend} aria-hidden="true">
        <ClassLabel failureClass="replay" />
        <ClassLabel failureClass="integrity" />
        <span>
          <ClassSwatch failureClass="malformed" /> Other
        </span>
      </div>
      <div className={styles.groups} aria-hidden="true">
        <span className={styles.group}>Failures in the last 60 minutes of data</span>
      </div>
      <div role="row" aria-rowindex={1} className={styles.titles}>
        <SortTitle {...props} by="gateway" className={styles.gateway}>
          Gateway
        </SortTitle>
        <SortTitle {...props} by="matchkey" className={styles.matchkey}>
          Matchkey
        </SortTitle>
        <SortTitle {...props} by="last" className={styles.last}>
          Last seen
        </SortTitle>
        <Title className={styles.mix} hint="Share of replay, integrity and other failures in the last 60 minutes">
          Mix
        </Title>
        <SortTitle {...props} by="recent" className={styles.recent}>
          All
        </SortTitle>
        <SortTitle {...props} by="replay" className={styles.replay}>
          <ClassSwatch failureClass="replay" />
          Replay
        </SortTitle>
        <SortTitle {...props} by="integrity" className={styles.integrity}>
          <ClassSwatch failureClass="integrity" />
          Integrity
        </SortTitle>
        <Title className={styles.other} hint="All other failure classes together; unknown messages not included">
          <ClassSwatch failureClass="malformed" /> Other
        </Title>
        <Title className={styles.rate} hint="Failures per minute over the last 5 minutes">
          Per min
        </Title>
        <SortTitle {...props} by="total" className={styles.total}>
          All stored
        </SortTitle>
        <SortTitle {...props} by="first" className={styles.first}>
          First seen
        </SortTitle>
      </div>
    </div>
  );
}

interface TitleProps {
  readonly className: string | undefined;
  readonly hint: string;
  readonly children: ReactNode;
}

function Title({ className, hint, children }: TitleProps) {
  return (
    <div role="columnheader" className={className} title={hint}>
      {children}
    </div>
  );
}
