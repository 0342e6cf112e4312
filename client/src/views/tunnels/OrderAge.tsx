import { Button } from '../../components/form/Button.js';
import { formatCount } from '@tunnelwatch/shared/format-number';
import { formatSpan } from '@tunnelwatch/shared/format-span';
import { useTick } from '../../time/ticker.js';
import styles from './OrderAge.module.css';
import type { TunnelListState } from './tunnel-list.js';

interface OrderAgeProps {
  readonly state: TunnelListState;
  readonly onUpdate: () => void;
}

/** The age of the list's order; while the list is in use and its order paused, with a button that refreshes it. */
export function OrderAge({ state, onUpdate }: OrderAgeProps) {
  const now = useTick();
  if (state.total === null) return null;
  if (state.isLoading) return <span>Loading…</span>;
  const age = formatSpan(now - state.orderedAt);
  if (state.problem !== null) {
    return (
      <span className={styles.line}>
        <span className={styles.failed} title={state.problem.detail}>
          {state.problem.title}
        </span>
        <span>last updated {age} ago</span>
        <Button onClick={onUpdate}>Try again</Button>
      </span>
    );
  }
  if (!state.isHeld) return <span>Updated {age} ago</span>;
  return (
    <span className={styles.line}>
      {state.arrived > 0 ? <strong>{formatCount(state.arrived)} new</strong> : null}
      <span title="Rows keep their places while you point at the list or have scrolled. Numbers still update, except in rows that have moved far away by now.">
        Order paused for {age}
      </span>
      <Button onClick={onUpdate}>Refresh</Button>
    </span>
  );
}
