import { visibleText } from '@tunnelwatch/shared/visible-text';
import { Link } from 'react-router';
import type { TunnelNames } from '../../components/diagnosis/use-diagnosis.js';
import styles from './TunnelNeverSeen.module.css';

/** A tunnel without stored events: what that means, and what to check next. */
export function TunnelNeverSeen({ gateway, matchkey }: TunnelNames) {
  const ofGateway = encodeURIComponent(gateway);
  return (
    <section className={styles.never}>
      <h2>Never seen</h2>
      <p>
        No event with matchkey <code>{matchkey === '' ? '(empty)' : visibleText(matchkey)}</code> on gateway{' '}
        <code>{visibleText(gateway)}</code> has been stored. This page fills automatically with the first one.
      </p>
      <ul className={styles.reasons}>
        <li>Gateways log drops only: a healthy tunnel does not appear in the log.</li>
        <li>A log receiver may filter out Notice messages, which include replay and integrity failures.</li>
        <li>A matchkey may change when the tunnel is renegotiated, and is unique only within its gateway.</li>
        <li>The address of this page may belong to another installation.</li>
      </ul>
      <p className={styles.links}>
        <Link to={`/tunnels?gateway=${ofGateway}`}>Tunnels of {visibleText(gateway)}</Link>
        <Link to={`/tunnels?q=${encodeURIComponent(matchkey)}`}>Search all gateways for this matchkey</Link>
        <Link to="/sources">View sources</Link>
      </p>
    </section>
  );
}
