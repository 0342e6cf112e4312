import { use } from 'react';
import { Link } from 'react-router';
import { Button } from '../components/form/Button.js';
import { useIsStacked } from '../components/layout/use-narrow.js';
import { PresentContext } from '../history/history-context.js';
import { LiveContext } from '../live/live-context.js';
import { isCutOff } from '@tunnelwatch/shared/cluster-trouble';
import type { ClusterBrief } from '@tunnelwatch/shared/cluster-view';
import type { Status } from '@tunnelwatch/shared/protocol';
import { isCatchingUp } from '@tunnelwatch/shared/source-trouble';
import { isDiskNearlyFull, type SegmentDamage, type Storage } from '@tunnelwatch/shared/storage';
import { formatBytes, formatCount } from '@tunnelwatch/shared/format-number';
import { visibleText } from '@tunnelwatch/shared/visible-text';
import { parseAt } from '../history/at-parameter.js';
import { clusterTexts } from '../format/cluster-text.js';
import { useUrlText } from '../url-state/use-url-param.js';
import { useLink, useStatus } from '../live/use-live.js';
import styles from './Banners.module.css';
import { formatClock, formatDateTime } from '../format/format-time.js';
import { formatSpan } from '@tunnelwatch/shared/format-span';
import { useServerNow } from '../time/use-server-now.js';

/** Problems of Tunnelwatch itself, always in view at the bottom of every page: whatever comes or goes there moves nothing. */
export function Banners() {
  return (
    <div className={styles.banners}>
      {/* The server's current version matters, even while the page shows history. */}
      <LiveContext value={use(PresentContext)}>
        <VersionBanner />
      </LiveContext>
      <UnknownTimeBanner />
      <StatusBanners />
    </div>
  );
}

function VersionBanner() {
  const { link } = useLink();
  if (link.state !== 'otherVersion') return null;
  return (
    <div className={styles.error} role="alert">
      <strong>A new version is running:</strong> reload this page to see live data.{' '}
      <Button onClick={() => location.reload()}>Reload</Button>
    </div>
  );
}

/** An address that names no time shows the present: that is said, since somebody meant another one. */
function UnknownTimeBanner() {
  const [text] = useUrlText('at');
  if (text === null || parseAt(text) !== null) return null;
  return (
    <div className={styles.warning} role="alert">
      <strong>This is the present.</strong> The address asks for the time “{visibleText(text.slice(0, 100))}”, which is
      none. Write it as in <code>at=2026-02-10T17:42:00Z</code>.
    </div>
  );
}

function StatusBanners() {
  const status = useStatus();
  if (status === null) return null;
  return (
    <>
      <ClusterBanners cluster={status.cluster} />
      {status.storeError === null ? null : (
        <div className={styles.error} role="alert">
          <strong>New data is not being stored.</strong> {status.storeError}
        </div>
      )}
      {status.dataTrouble === null ? null : (
        <div className={styles.error} role="alert">
          <strong>Stored data is damaged or missing.</strong> {status.dataTrouble}
        </div>
      )}
      <FloodBanner flood={status.flood} />
      <StorageBanners storage={status.storage} />
      {status.isFollowing ? null : (
        <div className={styles.info}>
          <strong>No source is followed:</strong>{' '}
          {status.events === 0 ? 'nothing is stored, and nothing will be.' : 'the pages show what was stored before.'}{' '}
          <Link to="/sources">View sources</Link>
        </div>
      )}
      <LagBanner lagBytes={status.lagBytes} />
    </>
  );
}

/** That the cluster, or this node of it, takes nothing in, and that its store cannot be relied on. */
function ClusterBanners({ cluster }: Pick<Status, 'cluster'>) {
  return cluster === null ? null : <MemberBanners cluster={cluster} />;
}

function MemberBanners({ cluster }: { readonly cluster: ClusterBrief }) {
  const now = useServerNow();
  const { cutOff, differs } = clusterTexts(cluster);
  return (
    <>
      {isCutOff(cluster, now) ? (
        <div className={styles.error} role="alert">
          <strong>{cutOff.title}.</strong> {cutOff.reason}. {cutOff.waiting}. Changes are refused meanwhile.{' '}
          <Link to="/cluster">View cluster</Link>
        </div>
      ) : null}
      {differs === null ? null : (
        <div className={differs.isError ? styles.error : styles.warning} role="alert">
          <strong>{differs.title}</strong> {differs.remedy} <Link to="/cluster">View cluster</Link>
        </div>
      )}
    </>
  );
}

/** In a small window, whose strip has no room for the lag: says that what is shown is not all yet. */
function LagBanner({ lagBytes }: Pick<Status, 'lagBytes'>) {
  const isStacked = useIsStacked();
  if (!isStacked || !isCatchingUp({ lagBytes })) return null;
  return (
    <div className={styles.info}>
      Catching up: {formatBytes(lagBytes)} of logs left to read. Counts are incomplete until then.{' '}
      <Link to="/sources?sort=lag">View lag by source</Link>
    </div>
  );
}

/** In a small window, whose strip has no room for it: says that alerts arrive faster than anybody can read, and where they began. */
function FloodBanner({ flood }: { readonly flood: Status['flood'] }) {
  const now = useServerNow();
  const isStacked = useIsStacked();
  if (flood === null || !isStacked) return null;
  const { since, firstOut } = flood;
  return (
    <div className={styles.flood}>
      <strong>ALERT FLOOD</strong> since {formatClock(since)}{' '}
      <span aria-hidden="true">({formatSpan(now - since)})</span>.{' '}
      <Link to={`/alerts/${firstOut}`}>View first alert</Link> or <Link to="/alerts">all alerts</Link>
    </div>
  );
}

/** Damaged stored data, and low disk space. */
function StorageBanners({ storage }: { readonly storage: Storage | null }) {
  if (storage === null) return null;
  const { damagedSegments, freeBytes } = storage;
  return (
    <>
      {damagedSegments.length === 0 ? null : (
        <div className={styles.error} role="alert">
          <strong>Some stored events are damaged and left out:</strong>{' '}
          {damagedSegments.slice(0, MAX_NAMED).map(nameOf).join('; ')}
          {damagedSegments.length > MAX_NAMED
            ? ` and ${formatCount(damagedSegments.length - MAX_NAMED)} more segments`
            : ''}
          . Restore a backup. <code>tunnelwatch check-data</code> lists all damage.
        </div>
      )}
      {isDiskNearlyFull(storage) && freeBytes !== null ? (
        <div className={styles.warning}>
          <strong>Disk almost full:</strong> {formatBytes(freeBytes)} left. Ingestion stops when it is full. Free up
          space, or lower <code>retention.maxSizeBytes</code>.
        </div>
      ) : null}
    </>
  );
}

const MAX_NAMED = 3;

function nameOf({ firstSeq, lastSeq, firstTime, lastTime }: SegmentDamage): string {
  const numbers = `events ${formatCount(firstSeq)} to ${formatCount(lastSeq)}`;
  return `${numbers} (${formatDateTime(firstTime)} to ${formatDateTime(lastTime)})`;
}
