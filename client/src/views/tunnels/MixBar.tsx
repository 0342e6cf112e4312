import type { Tunnel } from '@tunnelwatch/shared/tunnel';
import styles from './MixBar.module.css';

/** At so many failures an hour the bar is full: some 28 a second. The scale is logarithmic, 1 to this. */
const FULL = 100_000;
const WIDTH = 100;

/** Length of the bar for a count, 0 to 1, logarithmic: 0 for none, a little for one. Beyond the full scale it is 1. */
export function barLength(count: number): number {
  if (count <= 0) return 0;
  return Math.min(1, 0.04 + (0.96 * Math.log10(count)) / Math.log10(FULL));
}

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
