import type { Status } from '@tunnelwatch/shared/protocol';
import { LAG_TROUBLE_MS } from '@tunnelwatch/shared/source-trouble';
import { Link } from 'react-router';
import { SeverityShape } from '../components/badge/SeverityShape.js';
import { formatBytes } from '../format/format-number.js';
import { formatLag } from '../format/format-time.js';
import styles from './StatusStrip.module.css';

/** How far reading is behind, in time and bytes; marked when it is more than a moment. */
export function LagState({ status }: { readonly status: Status }) {
  const { lagMs, lagBytes } = status;
  const isFarBehind = lagMs > LAG_TROUBLE_MS;
  return (
    <Link
      to="/sources?sort=lag"
      className={isFarBehind ? styles.farBehind : styles.lag}
      title="How long the oldest byte that is not read yet has waited at most, in the worst source, and how much waits in all"
    >
      {isFarBehind ? <SeverityShape shape="diamond" /> : null}
      <span>Lag</span> <strong>{formatLag(lagMs)}</strong>
      {lagMs === 0 || lagBytes === 0 ? null : <span>{formatBytes(lagBytes)}</span>}
    </Link>
  );
}
