import type { Tunnel } from '@tunnelwatch/shared/tunnel';
import { barLength } from './bar-length.js';
import styles from './MixBar.module.css';

const WIDTH = 100;

/** How many failures the last 60 minutes had (length, logarithmic) and of what kind (parts). Numbers stand beside it. */
export function MixBar({ tunnel }: { readonly tunnel: Tunnel }) {
  const { recent, recentTotal } = tunnel;
  if (recentTotal === 0) return <span className={styles.bar} />;
  const length = barLength(recentTotal) * WIDTH;
  const replay = (length * (recent.replay ?? 0)) / recentTotal;
  const integrity = (length * (recent.integrity ?? 0)) / recentTotal;
  return (
    <svg className={styles.bar} viewBox={`0 0 ${WIDTH} 4`} preserveAspectRatio="none" aria-hidden="true">
      <rect width={length} height="4" fill="var(--class-other)" />
      <rect width={replay + integrity} height="4" fill="var(--class-integrity)" />
      <rect width={replay} height="4" fill="var(--class-replay)" />
    </svg>
  );
}
