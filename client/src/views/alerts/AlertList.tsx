import type { Alert } from '@tunnelwatch/shared/alert';
import { useCallback, useState, type FocusEvent } from 'react';
import { AcknowledgeDialog } from '../../alerts/AcknowledgeDialog.js';
import { Button } from '../../components/Button.js';
import styles from './AlertList.module.css';
import { AlertRow } from './AlertRow.js';
import { useFrozenOrder } from './use-frozen-order.js';

interface AlertListProps {
  /** In the order of `compareAlerts`. */
  readonly alerts: readonly Alert[];
  readonly label: string;
}

/** Rows that keep their place while the pointer or the focus is among them; new ones wait behind a button. */
export function AlertList({ alerts, label }: AlertListProps) {
  const { shown, held, freeze, release } = useFrozenOrder(alerts);
  const [opened, setOpened] = useState<Alert | null>(null);
  const acknowledge = useCallback((alert: Alert) => setOpened(alert), []);
  const current = opened === null ? null : (alerts.find((alert) => alert.id === opened.id) ?? opened);

  function releaseUnlessWithin(event: FocusEvent<HTMLElement>): void {
    if (!event.currentTarget.contains(event.relatedTarget) && opened === null) release();
  }

  return (
    <div
      onPointerEnter={freeze}
      onPointerLeave={(event) => {
        if (!event.currentTarget.contains(document.activeElement) && opened === null) release();
      }}
      onFocus={freeze}
      onBlur={releaseUnlessWithin}
    >
      {held > 0 ? (
        <div className={styles.held} role="status">
          <Button onClick={release}>{held} new</Button> The order is held while you are at the list.
        </div>
      ) : null}
      <ul className={styles.list} aria-label={label}>
        {shown.map((alert) => (
          <AlertRow key={alert.id} alert={alert} onAcknowledge={acknowledge} />
        ))}
      </ul>
      {current === null ? null : (
        <AcknowledgeDialog
          key={current.id}
          alert={current}
          onClose={() => {
            setOpened(null);
            release();
          }}
        />
      )}
    </div>
  );
}
