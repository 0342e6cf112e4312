import { visibleText } from '@tunnelwatch/shared/visible-text';
import type { SourceHealth } from '@tunnelwatch/shared/source-health';
import { LAG_TROUBLE_MS, UNREADABLE_TROUBLE_SHARE } from '@tunnelwatch/shared/source-trouble';
import { memo, type ReactNode } from 'react';
import { Link, useSearchParams } from 'react-router';
import { Age } from '../../../components/time/Age.js';
import { formatCount, formatRate, formatShare } from '@tunnelwatch/shared/format-number';
import { FigureText } from '../FigureText.js';
import { PositionBar } from '../PositionBar.js';
import { byteRateFigure, lagFigure } from '../source-figures.js';
import styles from './SourceTable.module.css';
import { StateBadge } from '../StateBadge.js';
import { TroubleBadge } from './TroubleBadge.js';

interface SourceRowProps {
  readonly source: SourceHealth;
  readonly isSelected: boolean;
  readonly tabIndex: 0 | -1;
}

/** One source; clicking the row shows its details. */
export const SourceRow = memo(function SourceRow({ source, isSelected, tabIndex }: SourceRowProps) {
  const { counts, lagMs } = source;
  const isOftenUnreadable = counts.unreadable > 0 && counts.unreadable >= counts.lines * UNREADABLE_TROUBLE_SHARE;
  return (
    <div className={isSelected ? styles.selectedRow : styles.row}>
      <Cell className={styles.state}>
        <StateBadge state={source.state} />
      </Cell>
      <Cell className={styles.trouble}>
        <TroubleBadge source={source} />
      </Cell>
      <div role="cell" className={styles.name} title={visibleText(source.name)}>
        <SourceLink source={source} isSelected={isSelected} tabIndex={tabIndex} />
      </div>
      <Cell className={styles.position}>
        <PositionBar source={source} isShort />
      </Cell>
      <Cell className={styles.lag} tone={lagMs > LAG_TROUBLE_MS ? styles.alarming : lagMs === 0 ? styles.faint : ''}>
        <FigureText figure={lagFigure(source)} />
      </Cell>
      <Cell className={styles.rate} tone={source.linesPerSecond === 0 ? styles.faint : ''}>
        {formatRate(source.linesPerSecond)}
      </Cell>
      <Cell className={styles.bytes} tone={(source.bytesPerSecond ?? 0) === 0 ? styles.faint : ''}>
        <FigureText figure={byteRateFigure(source)} />
      </Cell>
      <Cell className={styles.age}>
        <Age at={source.lastArrival} />
      </Cell>
      <Cell className={styles.events}>{formatCount(counts.events)}</Cell>
      <Cell className={styles.unknown} tone={counts.unknown === 0 ? styles.faint : ''}>
        {formatCount(counts.unknown)}
      </Cell>
      <Cell
        className={styles.unreadable}
        tone={isOftenUnreadable ? styles.alarming : counts.unreadable === 0 ? styles.faint : ''}
      >
        {formatShare(counts.unreadable, counts.lines)}
      </Cell>
      <Cell className={styles.slow} tone={styles.faint}>
        {formatShare(counts.slow, counts.lines)}
      </Cell>
    </div>
  );
});

interface CellProps {
  readonly className: string | undefined;
  readonly tone?: string | undefined;
  readonly children: ReactNode;
}

function Cell({ className, tone, children }: CellProps) {
  return (
    <div role="cell" className={[className, tone].filter(Boolean).join(' ')}>
      {children}
    </div>
  );
}

/** It covers the row, so that a click anywhere works. */
function SourceLink({ source, isSelected, tabIndex }: SourceRowProps) {
  const [search] = useSearchParams();
  const next = new URLSearchParams(search);
  next.set('source', String(source.id));
  return (
    <Link
      to={`?${next.toString()}`}
      replace
      preventScrollReset
      className={styles.link}
      tabIndex={tabIndex}
      aria-current={isSelected ? 'true' : undefined}
    >
      {/* The end of a path distinguishes files, so overflow is cut at its beginning. */}
      <bdi>{visibleText(source.name)}</bdi>
    </Link>
  );
}
