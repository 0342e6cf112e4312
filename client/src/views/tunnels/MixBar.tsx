import type { Tunnel } from '@tunnelwatch/shared/tunnel';
import styles from './TunnelTable.module.css';

const WIDTH = 100;

/** The failures of the last 60 minutes by class, as parts of a whole. Their number is beside it. */
export function MixBar({ tunnel }: { readonly tunnel: Tunnel }) {
  const { recent, recentTotal } = tunnel;
  if (recentTotal === 0) return <span className={styles.mixBar} />;
  const replay = (WIDTH * (recent.replay ?? 0)) / recentTotal;
  const integrity = (WIDTH * (recent.integrity ?? 0)) / recentTotal;
  return (
    <svg className={styles.mixBar} viewBox={`0 0 ${WIDTH} 4`} preserveAspectRatio="none" aria-hidden="true">
      <rect width={WIDTH} height="4" fill="var(--class-other)" />
      <rect width={replay + integrity} height="4" fill="var(--class-integrity)" />
      <rect width={replay} height="4" fill="var(--class-replay)" />
    </svg>
  );
}
