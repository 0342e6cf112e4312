import type { ShownAlert } from '@tunnelwatch/shared/alert';
import { useState } from 'react';
import { Link } from 'react-router';
import { ActionDialog } from '../../components/alert/ActionDialog.js';
import styles from './AlertBand.module.css';
import { AlertBandRow } from './AlertBandRow.js';

interface AlertBandProps {
  /** Unacknowledged alerts, worst first. */
  readonly alerts: readonly ShownAlert[];
  /** Number of alerts beyond those. */
  readonly more: number;
  /** The first alert of a flood; null for none. */
  readonly firstOut: number | null;
}

const SHOWN = 6;

/** Unacknowledged alerts across the page, each with its acknowledge button. */
export function AlertBand({ alerts, more, firstOut }: AlertBandProps) {
  const [openId, setOpenId] = useState<number | null>(null);
  const [opened, setOpened] = useState<ShownAlert | null>(null);
  const current = alerts.find((alert) => alert.id === openId) ?? opened;
  const rest = Math.max(0, alerts.length - SHOWN) + more;
  return (
    <section className={styles.band} aria-label="Unacknowledged alerts">
      <ul>
        {alerts.slice(0, SHOWN).map((alert) => (
          <AlertBandRow
            key={alert.id}
            alert={alert}
            isFirstOut={alert.id === firstOut}
            onAcknowledge={() => {
              setOpenId(alert.id);
              setOpened(alert);
            }}
          />
        ))}
      </ul>
      {rest > 0 ? (
        <Link className={styles.more} to="/alerts?state=unacknowledged">
          {rest} more unacknowledged {rest === 1 ? 'alert' : 'alerts'}
        </Link>
      ) : null}
      {openId === null || current === null ? null : (
        <ActionDialog key={openId} action="acknowledge" alert={current} onClose={() => setOpenId(null)} />
      )}
    </section>
  );
}
