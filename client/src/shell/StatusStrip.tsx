import { formatDateTime, formatIso, formatSpan } from '../format/format-time.js';
import type { Freshness } from '../live/freshness.js';
import { useLink, useStatus } from '../live/use-live.js';
import { useFreshness } from '../live/use-outdated.js';
import { SoundSwitch } from './SoundSwitch.js';
import { use } from 'react';
import { LiveContext } from '../live/live-context.js';
import { LookBack } from '../history/TimeMachineLink.js';
import { PresentContext } from '../history/history-context.js';
import { AlertCount } from './AlertCount.js';
import { LagState } from './LagState.js';
import { LinkState } from './LinkState.js';
import { SignedIn } from './SignedIn.js';
import styles from './StatusStrip.module.css';

/** On every page: DEMO, how old the data is, whether the picture is live, gaps, and what waits for an operator. */
export function StatusStrip() {
  const status = useStatus();
  const freshness = useFreshness();
  const { gaps } = useLink();
  return (
    <header className={styles.strip}>
      {status?.isDemo === true ? (
        <span className={styles.demo} title="The data comes from a simulated gateway">
          DEMO
        </span>
      ) : null}
      <LinkState freshness={freshness} />
      <DataAge freshness={freshness} />
      {status === null ? null : <LagState status={status} />}
      {gaps > 0 ? (
        <span
          className={styles.gaps}
          title="Messages of the live stream were missing; the state was fetched anew each time"
        >
          {gaps === 1 ? '1 gap' : `${gaps} gaps`}
        </span>
      ) : null}
      <div className={styles.right}>
        <LookBack />
        <PresentSound />
        {status === null ? null : <AlertCount status={status} />}
        <SignedIn />
      </div>
    </header>
  );
}

/** Sound is of now, also while the page shows the past. */
function PresentSound() {
  return (
    <LiveContext value={use(PresentContext)}>
      <SoundSwitch />
    </LiveContext>
  );
}

function DataAge({ freshness }: { readonly freshness: Freshness | null }) {
  if (freshness === null) return null;
  if (freshness.state === 'none') return <span className={styles.soft}>No data received yet</span>;
  if (freshness.state === 'past') {
    return (
      <span className={styles.past} title={formatIso(freshness.newest)}>
        <strong>PAST</strong> Data ends at {formatDateTime(freshness.newest)}, {formatSpan(freshness.ageMs)} ago
      </span>
    );
  }
  return (
    <span className={styles.age} title={`Newest data: ${formatIso(freshness.newest)}`}>
      <span className={styles.soft}>Data age</span> <strong>{formatSpan(freshness.ageMs)}</strong>
    </span>
  );
}
