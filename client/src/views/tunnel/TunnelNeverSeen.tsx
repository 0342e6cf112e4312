import { Link } from 'react-router';
import type { TunnelNames } from '../../components/diagnosis/tunnel-names.js';
import styles from './TunnelNeverSeen.module.css';

/** A tunnel of which nothing was ever stored: what that means, and where to look next. */
export function TunnelNeverSeen({ gateway, matchkey }: TunnelNames) {
  const ofGateway = encodeURIComponent(gateway);
  return (
    <section className={styles.never}>
      <h2>Never seen</h2>
      <p>
        No event with the matchkey <code>{matchkey === '' ? '(empty)' : matchkey}</code> of gateway{' '}
        <code>{gateway}</code> was ever stored. This page fills by itself with the first one.
      </p>
      <ul className={styles.reasons}>
        <li>Gateways log drops and nothing else: a tunnel that works is not in the log.</li>
        <li>A log receiver may filter out Notices, which replay and integrity failures are.</li>
        <li>A matchkey may change when the tunnel is negotiated anew, and it is unique within its gateway only.</li>
        <li>The address of this page may be of another installation.</li>
      </ul>
      <p className={styles.links}>
        <Link to={`/tunnels?gateway=${ofGateway}`}>Tunnels of {gateway}</Link>
        <Link to={`/tunnels?q=${encodeURIComponent(matchkey)}`}>Search all gateways for the matchkey</Link>
        <Link to="/sources">What the sources deliver</Link>
      </p>
    </section>
  );
}
