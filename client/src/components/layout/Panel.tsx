import type { Problem } from '@tunnelwatch/shared/error-code';
import type { ReactNode } from 'react';
import { ErrorBoundary } from './ErrorBoundary.js';
import { FailedNote } from './FailedNote.js';
import styles from './Panel.module.css';
import { useIsOutdated } from '../../live/use-outdated.js';

interface PanelProps {
  readonly title: string;
  /** A remark beside the title, such as the window or a count. */
  readonly aside?: ReactNode;
  /** No data yet: a skeleton is drawn. */
  readonly isLoading?: boolean;
  /** Loaded, and there is nothing: this text is shown instead of the content. */
  readonly empty?: ReactNode;
  readonly problem?: Problem | null;
  readonly onRetry?: (() => void) | undefined;
  /** Height of the skeleton in rem: that of the expected content, so that nothing jumps. */
  readonly skeletonRem?: number;
  /** The content does not age, such as the catalogue: it is never marked as stale. */
  readonly isTimeless?: boolean;
  /** Whether the content is old, where that is not known from the age of the log lines. */
  readonly isOld?: boolean;
  readonly className?: string | undefined;
  readonly children?: ReactNode;
}

/**
 * A titled part of a page in one of five states: loading, failed (with remedy), empty, stale (greyed out and marked,
 * since no live data arrives), live.
 */
export function Panel(props: PanelProps) {
  const isOutdated = useIsOutdated();
  const isOld = props.isOld ?? (isOutdated && props.isTimeless !== true);
  const isStale = isOld && props.isLoading !== true && props.problem == null;
  return (
    <section
      className={[styles.panel, props.className].filter(Boolean).join(' ')}
      aria-busy={props.isLoading === true && props.problem == null}
    >
      <header className={styles.head}>
        <h2>{props.title}</h2>
        {isStale ? <StaleMark /> : null}
        {props.aside === undefined ? null : <div className={styles.aside}>{props.aside}</div>}
      </header>
      <div className={isStale ? styles.staleBody : styles.body}>
        <ErrorBoundary name={props.title}>
          <PanelBody {...props} />
        </ErrorBoundary>
      </div>
    </section>
  );
}

function PanelBody({ problem, onRetry, isLoading, skeletonRem = 8, empty, children }: PanelProps) {
  if (problem != null) {
    return <FailedNote title={problem.title} detail={problem.detail} onRetry={onRetry ?? (() => location.reload())} />;
  }
  if (isLoading === true) return <Skeleton rem={skeletonRem} />;
  if (empty != null) return <div className={styles.note}>{empty}</div>;
  return children;
}

/** Grey lines in place of the content. */
export function Skeleton({ rem }: { readonly rem: number }) {
  return <div className={styles.skeleton} style={{ height: `${rem}rem` }} role="status" aria-label="Loading" />;
}

/** Marks a part whose data is no longer updated. */
function StaleMark() {
  return <span className={styles.staleMark}>STALE</span>;
}
