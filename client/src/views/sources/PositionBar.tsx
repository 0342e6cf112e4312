import type { SourceHealth } from '@tunnelwatch/shared/source-health';
import { formatBytes, formatCount, formatShare } from '@tunnelwatch/shared/format-number';
import styles from './PositionBar.module.css';
import { storedShare } from './list/source-list.js';

interface PositionBarProps {
  readonly source: Pick<SourceHealth, 'offset' | 'size'>;
  /** The share alone, for lists; the figures are in its title. */
  readonly isShort?: boolean;
}

/** How far a file is stored: a bar, and the figures. */
export function PositionBar({ source, isShort = false }: PositionBarProps) {
  const share = storedShare(source);
  if (share === null && !isShort) return <span className={styles.read}>{positionText(source)}</span>;
  return (
    <span className={styles.position} title={share === null ? undefined : exactText(source)}>
      {share === null ? null : (
        <svg className={styles.bar} viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
          <rect width="100" height="4" fill="var(--line-strong)" />
          <rect width={share * 100} height="4" fill="var(--text-soft)" />
        </svg>
      )}
      <span className={styles.text}>{isShort ? shareText(source) : positionText(source)}</span>
    </span>
  );
}

function shareText({ offset, size }: Pick<SourceHealth, 'offset' | 'size'>): string {
  if (size === null) return '–';
  return size === 0 ? 'empty' : formatShare(Math.min(offset, size), size);
}

function positionText({ offset, size }: Pick<SourceHealth, 'offset' | 'size'>): string {
  return size === null ? `${formatBytes(offset)} read` : `${formatBytes(offset)} of ${formatBytes(size)}`;
}

function exactText({ offset, size }: Pick<SourceHealth, 'offset' | 'size'>): string {
  return `Stored up to byte ${formatCount(offset)} of ${formatCount(size ?? offset)}`;
}
