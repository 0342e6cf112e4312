import type { ShownWindow } from '@tunnelwatch/shared/maintenance-window';
import type { View } from '@tunnelwatch/shared/protocol';
import { useState } from 'react';
import { Link } from 'react-router';
import { Button } from '../../../components/form/Button.js';
import { PageHead } from '../../../components/layout/PageHead.js';
import { Panel } from '../../../components/layout/Panel.js';
import { useLiveStore, useRoom } from '../../../live/use-live.js';
import { useMay } from '../../../session/who-context.js';
import { useServerNow } from '../../../time/use-server-now.js';
import { phaseOf } from './window-form.js';
import { WindowDialog } from './WindowDialog.js';
import { WindowRow } from './WindowRow.js';
import styles from './WindowsPage.module.css';

const ALERTS_VIEW = { view: 'alerts' } as const satisfies View;
const PHASES = [
  { phase: 'active', title: 'Active', nothing: 'No active maintenance window.' },
  { phase: 'scheduled', title: 'Scheduled', nothing: 'None scheduled.' },
  { phase: 'ended', title: 'Ended', nothing: 'None ended in the last week.' },
] as const;

/** Maintenance windows: alerts in their scope are suppressed, and listed. */
export function WindowsPage() {
  const store = useLiveStore();
  const { state, problem } = useRoom(ALERTS_VIEW);
  const [isAdding, setIsAdding] = useState(false);
  const mayAct = useMay('operator');
  const now = useServerNow();
  const windows = state?.windows ?? null;
  return (
    <>
      <nav aria-label="Breadcrumb">
        <Link to="/alerts">Alerts</Link>
      </nav>
      <PageHead
        title="Maintenance windows"
        note="Alerts covered by a window are suppressed until it ends. They stay listed."
      >
        {mayAct ? (
          <Button variant="strong" onClick={() => setIsAdding(true)}>
            New window
          </Button>
        ) : null}
      </PageHead>
      <div className={styles.sections}>
        {PHASES.map(({ phase, title, nothing }) => {
          const ofPhase = (windows ?? []).filter((window) => phaseOf(window, now) === phase);
          return (
            <Panel
              key={phase}
              title={title}
              isLoading={windows === null}
              problem={problem}
              onRetry={() => store.retry(ALERTS_VIEW)}
              skeletonRem={3}
              empty={ofPhase.length === 0 ? <p>{nothing}</p> : null}
            >
              <WindowList windows={ofPhase} title={title} />
            </Panel>
          );
        })}
      </div>
      {isAdding ? <WindowDialog onClose={() => setIsAdding(false)} /> : null}
    </>
  );
}

function WindowList({ windows, title }: { readonly windows: readonly ShownWindow[]; readonly title: string }) {
  return (
    <ul aria-label={`${title} maintenance windows`}>
      {windows.map((window) => (
        <WindowRow key={window.id} window={window} />
      ))}
    </ul>
  );
}
