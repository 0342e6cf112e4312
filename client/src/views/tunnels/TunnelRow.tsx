import { visibleText } from '@tunnelwatch/shared/visible-text';
import { FAILURES } from '@tunnelwatch/shared/failure-class';
import type { ShownTunnel, Tunnel } from '@tunnelwatch/shared/tunnel';
import { memo } from 'react';
import { Link } from 'react-router';
import { Age } from '../../components/time/Age.js';
import { ClassCount } from '../../components/tunnel/ClassCount.js';
import { VerdictTag } from '../../components/diagnosis/VerdictTag.js';
import { CalledSo } from '../../components/tunnel/TunnelName.js';
import { tunnelPath } from '../../components/tunnel/paths.js';
import { formatCount, formatRate } from '@tunnelwatch/shared/format-number';
import styles from './TunnelTable.module.css';

const REPLAY = ['replay'] as const;
const INTEGRITY = ['integrity'] as const;
const OTHERS = FAILURES.filter((name) => name !== 'replay' && name !== 'integrity');

interface TunnelRowProps {
  readonly tunnel: ShownTunnel;
  readonly tabIndex: 0 | -1;
}

/** One tunnel; the whole row links to its page. */
export const TunnelRow = memo(function TunnelRow({ tunnel, tabIndex }: TunnelRowProps) {
  const { gateway, matchkey, recent, counts } = tunnel;
  return (
    <div className={styles.row}>
      <div role="cell" className={styles.gateway}>
        {visibleText(gateway)}
      </div>
      <div role="cell" className={styles.matchkey}>
        <Link to={tunnelPath(gateway, matchkey)} className={styles.link} tabIndex={tabIndex}>
          <CalledSo inventory={tunnel.inventory} />
          <span className={tunnel.inventory === null ? undefined : styles.quiet}>
            {matchkey === '' ? '(empty)' : visibleText(matchkey)}
          </span>
        </Link>{' '}
        <VerdictTag verdict={tunnel.verdict} />
      </div>
      <div role="cell" className={styles.last}>
        <Age at={tunnel.lastTime} suffix="ago" />
      </div>
      <div role="cell" className={styles.mix}>
        <MixBar tunnel={tunnel} />
      </div>
      <div role="cell" className={styles.recent}>
        {formatCount(tunnel.recentTotal)}
      </div>
      <div role="cell" className={styles.replay}>
        <ClassCount classes={REPLAY} recent={recent} ever={counts} />
      </div>
      <div role="cell" className={styles.integrity}>
        <ClassCount classes={INTEGRITY} recent={recent} ever={counts} />
      </div>
      <div role="cell" className={styles.other}>
        <ClassCount classes={OTHERS} recent={recent} ever={counts} />
      </div>
      <div role="cell" className={styles.rate}>
        {formatRate(tunnel.perMinute)}
      </div>
      <div role="cell" className={styles.total}>
        {formatCount(tunnel.total)}
      </div>
      <div role="cell" className={styles.first}>
        <Age at={tunnel.firstTime} suffix="ago" />
      </div>
    </div>
  );
});

const WIDTH = 100;

/** The failures of the last 60 minutes by class, as parts of a whole. Their number is beside it. */
function MixBar({ tunnel }: { readonly tunnel: Tunnel }) {
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
