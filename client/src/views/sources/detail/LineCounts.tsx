import type { LineCounts as Counts } from '@tunnelwatch/shared/source-health';
import { formatCount, formatShare } from '@tunnelwatch/shared/format-number';
import styles from './LineCounts.module.css';

const KINDS = [
  { name: 'events', label: 'events', color: 'var(--accent)', meaning: 'IPsec messages, each one stored' },
  {
    name: 'other',
    label: 'other',
    color: 'var(--severity-debug)',
    meaning: 'Gateway messages of other categories, counted only',
  },
  { name: 'unreadable', label: 'unreadable', color: 'var(--caution)', meaning: 'No gateway message, or a broken one' },
  { name: 'empty', label: 'empty', color: 'var(--line-strong)', meaning: 'Empty lines' },
] as const;

const WIDTH = 100;

/** Line breakdown: a bar, and the sum that shows that no line is missing. */
export function LineCounts({ counts }: { readonly counts: Counts }) {
  const starts = KINDS.map((_, index) => KINDS.slice(0, index).reduce((sum, kind) => sum + counts[kind.name], 0));
  const scale = counts.lines === 0 ? 0 : WIDTH / counts.lines;
  return (
    <div className={styles.counts}>
      <svg className={styles.bar} viewBox={`0 0 ${WIDTH} 4`} preserveAspectRatio="none" aria-hidden="true">
        <rect width={WIDTH} height="4" fill="var(--line)" />
        {KINDS.map((kind, index) => (
          <rect
            key={kind.name}
            x={(starts[index] ?? 0) * scale}
            width={counts[kind.name] * scale}
            height="4"
            fill={kind.color}
          />
        ))}
      </svg>
      <p className={styles.sum}>
        <span>
          <strong>{formatCount(counts.lines)}</strong> lines
        </span>
        {KINDS.map((kind, index) => (
          <span key={kind.name} title={kind.meaning}>
            <span className={styles.sign}>{index === 0 ? '=' : '+'}</span>
            <svg className={styles.dot} viewBox="0 0 8 8" aria-hidden="true">
              <rect width="8" height="8" fill={kind.color} />
            </svg>
            <strong>{formatCount(counts[kind.name])}</strong> {kind.label}
          </span>
        ))}
      </p>
      {counts.lines === 0 ? null : <p className={styles.note}>{slowText(counts)}</p>}
      {counts.cut === 0 ? null : <p className={styles.note}>{cutText(counts.cut)}</p>}
    </div>
  );
}

function slowText({ slow, lines }: Counts): string {
  const share = `${formatShare(slow, lines)} of lines (${formatCount(slow)}) were slow:`;
  return `${share} they came in a new format and were decoded in full. The result is the same.`;
}

function cutText(cut: number): string {
  if (cut === 1) return '1 line exceeded the length limit and was cut; it is included above.';
  return `${formatCount(cut)} lines exceeded the length limit and were cut; they are included above.`;
}
