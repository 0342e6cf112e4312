import type { SourceHealth } from '@tunnelwatch/shared/source-health';
import { memo } from 'react';
import { Link, useSearchParams } from 'react-router';
import { Age } from '../../components/Age.js';
import { formatBytes, formatCount, formatRate } from '../../format/format-number.js';
import { PositionBar } from './PositionBar.js';
import styles from './SourceTable.module.css';
import { StateBadge } from './StateBadge.js';

interface SourceRowProps {
  readonly source: SourceHealth;
  readonly isSelected: boolean;
  readonly tabIndex: 0 | -1;
}

/** One source; pressing the row shows all that is known of it. */
export const SourceRow = memo(function SourceRow({ source, isSelected, tabIndex }: SourceRowProps) {
  const [search] = useSearchParams();
  const next = new URLSearchParams(search);
  next.set('source', String(source.id));
  const { counts } = source;
  return (
    <div className={isSelected ? styles.selectedRow : styles.row}>
      <div role="cell" className={styles.state}>
        <StateBadge state={source.state} />
      </div>
      <div role="cell" className={styles.name} title={source.name}>
        <Link
          to={`?${next.toString()}`}
          replace
          preventScrollReset
          className={styles.link}
          tabIndex={tabIndex}
          aria-current={isSelected ? 'true' : undefined}
        >
          {/* The end of a path tells files apart, so what does not fit is cut at its beginning. */}
          <bdi>{source.name}</bdi>
        </Link>
      </div>
      <div role="cell" className={styles.position}>
        <PositionBar source={source} />
      </div>
      <div role="cell" className={source.lagBytes > 0 ? styles.lag : styles.none}>
        {source.lagBytes > 0 ? formatBytes(source.lagBytes) : '0'}
      </div>
      <div role="cell" className={styles.rate}>
        {formatRate(source.linesPerSecond)}
      </div>
      <div role="cell" className={styles.age}>
        <Age at={source.lastArrival} />
      </div>
      <div role="cell" className={styles.events}>
        {formatCount(counts.events)}
      </div>
      <div role="cell" className={counts.unknown > 0 ? styles.unknown : styles.noUnknown}>
        {formatCount(counts.unknown)}
      </div>
      <div role="cell" className={counts.unreadable > 0 ? styles.unreadable : styles.noUnreadable}>
        {formatCount(counts.unreadable)}
      </div>
    </div>
  );
});
