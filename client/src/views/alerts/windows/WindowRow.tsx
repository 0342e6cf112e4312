import { visibleText } from '@tunnelwatch/shared/visible-text';
import type { ShownWindow } from '@tunnelwatch/shared/maintenance-window';
import { useState } from 'react';
import { Button } from '../../../components/form/Button.js';
import { Time } from '../../../components/time/Time.js';
import { TunnelName } from '../../../components/tunnel/TunnelName.js';
import { endWindow } from '../../../http/api.js';
import { problemFrom } from '../../../http/http-error.js';
import { formatSpan } from '@tunnelwatch/shared/format-span';
import { useMay } from '../../../session/who-context.js';
import { CLASS_STYLE } from '../../../theme/class-style.js';
import { useServerNow } from '../../../time/use-server-now.js';
import { phaseOf } from './window-form.js';
import styles from './WindowsPage.module.css';

/** One maintenance window: its scope, its times, why and by whom; it can be ended. */
export function WindowRow({ window }: { readonly window: ShownWindow }) {
  const now = useServerNow();
  const phase = phaseOf(window, now);
  const mayAct = useMay('operator');
  const { isEnding, fault, end } = useEnding(window.id);
  return (
    <li className={styles.row}>
      <span className={styles.covers}>
        <Covered window={window} />
      </span>
      <span>
        <Time at={window.from} full /> – <Time at={window.until} full />
        {phase === 'active' ? <span className={styles.soft}> · {formatSpan(window.until - now)} left</span> : null}
      </span>
      <span className={styles.comment}>
        {window.comment} <span className={styles.soft}>({window.by})</span>
        {window.notifyCritical ? null : <span className={styles.soft}> · Criticals are not notified</span>}
      </span>
      {phase === 'ended' || !mayAct ? null : (
        <Button disabled={isEnding} onClick={() => void end()}>
          {phase === 'active' ? 'End now' : 'Cancel'}
        </Button>
      )}
      {fault === null ? null : (
        <p className={styles.fault} role="alert">
          {fault}
        </p>
      )}
    </li>
  );
}

/** Ends a window on the server; the list follows with the server's update. */
function useEnding(id: number) {
  const [isEnding, setIsEnding] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  async function end(): Promise<void> {
    setIsEnding(true);
    setFault(null);
    try {
      await endWindow(id);
    } catch (error) {
      const { title, detail } = problemFrom(error);
      setFault(`${title}. ${detail}`);
    }
    setIsEnding(false);
  }
  return { isEnding, fault, end };
}

function Covered({ window: { gateway, matchkey, class: ofClass, inventory } }: { readonly window: ShownWindow }) {
  const classes = ofClass === null ? 'All classes' : CLASS_STYLE[ofClass].label;
  if (gateway === null) return <>{classes}, all gateways</>;
  return (
    <>
      {classes} of{' '}
      {matchkey === null ? (
        <strong>{visibleText(gateway)}</strong>
      ) : (
        <TunnelName gateway={gateway} matchkey={matchkey} inventory={inventory} />
      )}
    </>
  );
}
