import { Fact, FactStrip } from '../src/components/layout/FactStrip.js';
import { LimitsNote } from '../src/components/layout/LimitsNote.js';
import { Panel } from '../src/components/layout/Panel.js';
import { LiveContext } from '../src/live/live-context.js';
import styles from './ComponentGallery.module.css';
import { storeInState } from './live-states.js';
import { NOW } from './samples.js';
import { Samples } from './Samples.js';

const CUT = storeInState({ state: 'disconnected', since: NOW, reason: 'The gallery has no server.' });
const PROBLEM = {
  type: 'about:blank',
  title: 'The store is not available',
  status: 503,
  code: 'store-unavailable',
  detail: 'The store is not responding: retrying.',
} as const;

/** A panel in each of its five states, and facts that are live and that are not. */
export function PanelSamples() {
  const facts = (
    <FactStrip>
      <Fact name="Failures, 60 min" note="1,200 replay, 34 integrity, 0 other">
        1,234
      </Fact>
      <Fact name="Sources" note="1 loses input" isAlarming>
        3
      </Fact>
    </FactStrip>
  );
  return (
    <Samples title="Panels" isWide>
      {facts}
      <LiveContext value={CUT}>{facts}</LiveContext>
      <div className={styles.columns}>
        <Panel title="Live" aside="last 60 min">
          <p>Content</p>
        </Panel>
        <Panel title="Loading" isLoading skeletonRem={4} />
        <Panel title="Empty" empty="No events match the filter." />
        <Panel title="Failed" problem={PROBLEM} />
        <LiveContext value={CUT}>
          <Panel title="Stale" aside="last 60 min">
            <p>Content</p>
          </Panel>
        </LiveContext>
      </div>
      <LimitsNote />
    </Samples>
  );
}
