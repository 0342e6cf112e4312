import { SeverityShape } from '../../components/badge/SeverityShape.js';
import { STATE_LABEL, STATE_MEANING, type SourceState } from './list/source-list.js';
import styles from './StateBadge.module.css';

/** State of a source. Only a degraded one is coloured: normal states are neutral. */
export function StateBadge({ state }: { readonly state: SourceState }) {
  return (
    <span className={CLASS_OF[state]} title={STATE_MEANING[state]}>
      {state === 'degraded' ? <SeverityShape shape="triangle" /> : null}
      {STATE_LABEL[state]}
    </span>
  );
}

const CLASS_OF: Readonly<Record<SourceState, string | undefined>> = {
  degraded: styles.degraded,
  starting: styles.plain,
  waiting: styles.waiting,
  reading: styles.plain,
  idle: styles.plain,
  stopped: styles.stopped,
};
