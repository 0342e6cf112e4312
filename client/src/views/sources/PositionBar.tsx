import type { SourceHealth } from '@tunnelwatch/shared/source-health';
import { formatBytes } from '../../format/format-number.js';
import styles from './PositionBar.module.css';
import { storedShare } from './source-list.js';

/** How far a file is stored: a bar, and the numbers behind it. */
export function PositionBar({ source }: { readonly source: Pick<SourceHealth, 'offset' | 'size'> }) {
  const share = storedShare(source);
  const text = share === null ? `${formatBytes(source.offset)} read` : positionText(source);
  return (
    <span className={styles.position} title={share === null ? undefined : exactText(source)}>
      {share === null ? null : (
        <svg className={styles.bar} viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
          <rect width="100" height="4" fill="var(--line-strong)" />
          <rect width={share * 100} height="4" fill="var(--text-soft)" />
        </svg>
      )}
      <span className={styles.text}>{text}</span>
    </span>
  );
}

function positionText({ offset, size }: Pick<SourceHealth, 'offset' | 'size'>): string {
  return `${formatBytes(offset)} of ${formatBytes(size ?? offset)}`;
}

function exactText({ offset, size }: Pick<SourceHealth, 'offset' | 'size'>): string {
  return `Stored up to byte ${offset} of ${size ?? offset}`;
}
