import { Button } from '../../components/form/Button.js';
import { formatCount } from '../../format/format-number.js';
import { formatSpan } from '../../format/format-time.js';
import { useTick } from '../../time/ticker.js';
import styles from './OrderAge.module.css';
import type { TunnelListState } from './tunnel-list.js';

interface OrderAgeProps {
  readonly state: TunnelListState;
  readonly onUpdate: () => void;
}

/** How old the order of the list is; while it is held under the hand of somebody, with a button that brings it up to date. */
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
        <span>as of {age} ago</span>
        <Button onClick={onUpdate}>Try again</Button>
      </span>
    );
  }
  if (!state.isHeld) return <span>Updated {age} ago</span>;
  return (
    <span className={styles.line}>
      {state.arrived > 0 ? <strong>{formatCount(state.arrived)} new</strong> : null}
      <span title="No row changes its place while you point at the list or have scrolled. Numbers still change, except those of a row that by now belongs far from its place.">
        Order held for {age}
      </span>
      <Button onClick={onUpdate}>Update</Button>
    </span>
  );
}
