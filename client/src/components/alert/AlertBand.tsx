import type { ShownAlert } from '@tunnelwatch/shared/alert';
import { useState } from 'react';
import { Link } from 'react-router';
import type { AlertAction } from '@tunnelwatch/shared/alert-command';
import { useQuickAcknowledge } from './use-quick-acknowledge.js';
import { ActionDialog } from '../lazy-dialogs.js';
import styles from './AlertBand.module.css';
import { AlertBandRow } from './AlertBandRow.js';

interface AlertBandProps {
  /** Unacknowledged alerts, worst first. */
  readonly alerts: readonly ShownAlert[];
  /** Number of alerts beyond those. */
  readonly more: number;
  /** What they are, for screen readers. */
  readonly label?: string;
  /** The first alert of a flood; null for none. */
  readonly firstOut: number | null;
}

const SHOWN = 6;

/** Unacknowledged alerts across the page, each with its acknowledge button. */
export function AlertBand({ alerts, more, firstOut, label = 'Unacknowledged alerts' }: AlertBandProps) {
  const acknowledge = useQuickAcknowledge();
  const [asked, setAsked] = useState<{ readonly alert: ShownAlert; readonly action: AlertAction } | null>(null);
  const open = (alert: ShownAlert, action: AlertAction): void => setAsked({ alert, action });
  const rest = Math.max(0, alerts.length - SHOWN) + more;
  return (
    <section className={styles.band} aria-label={label}>
      <ul>
        {alerts.slice(0, SHOWN).map((alert) => (
          <AlertBandRow
            key={alert.id}
            alert={alert}
            isFirstOut={alert.id === firstOut}
            onAcknowledge={() => {
              if (!acknowledge([alert])) open(alert, 'acknowledge');
            }}
            onAct={(action) => open(alert, action)}
          />
        ))}
      </ul>
      {rest > 0 ? (
        <Link className={styles.more} to="/alerts?state=unacknowledged">
          {rest} more unacknowledged {rest === 1 ? 'alert' : 'alerts'}
        </Link>
      ) : null}
      {asked === null ? null : (
        <ActionDialog
          key={asked.alert.id}
          action={asked.action}
          alert={alerts.find(({ id }) => id === asked.alert.id) ?? asked.alert}
          onClose={() => setAsked(null)}
        />
      )}
    </section>
  );
}
