import { firstOutOnTop, isWaiting, type ShownAlert } from '@tunnelwatch/shared/alert';
import type { Status } from '@tunnelwatch/shared/protocol';
import { formatCount } from '@tunnelwatch/shared/format-number';
import type { ShownWall, WallPage } from '@tunnelwatch/shared/wall';
import { useMemo } from 'react';
import type { Freshness } from '../../live/freshness.js';
import type { RoomState } from '../../live/room-state.js';
import { criticalAlerts, shortGatewayNames, wallAlerts } from './wall-figures.js';
import type { WallLook } from './wall-look.js';
import { useWallTurn } from './wall-rotation.js';
import { WallAlerts } from './WallAlerts.js';
import { WallBand } from './WallBand.js';
import { WallBottom } from './WallBottom.js';
import styles from './WallPage.module.css';
import { WallScopeBar } from './WallScopeBar.js';
import { WallStatus } from './WallStatus.js';
import { WallTunnels } from './WallTunnels.js';

interface WallPictureProps {
  readonly room: RoomState<'wall'>;
  readonly status: Status;
  readonly freshness: Freshness;
  readonly look: WallLook;
  readonly wall: ShownWall | null;
}

/** The band and the figures, which are always there, and one of the wall's pages. */
export function WallPicture({ room, status, freshness, look, wall }: WallPictureProps) {
  const list = room.alerts;
  const firstOut = status.flood?.firstOut ?? null;
  const alerts = useMemo(() => firstOutOnTop(wallAlerts(list?.alerts ?? []), firstOut), [list, firstOut]);
  const criticals = criticalAlerts(alerts);
  const turn = useWallTurn(look, criticals.length > 0);
  const unacknowledged = wall?.scope?.unacknowledged ?? status.unacknowledged;
  const { urgent, high, medium, low } = unacknowledged;
  return (
    <>
      {list === null ? null : (
        <WallBand
          criticals={criticals}
          waiting={Math.max(urgent + high + medium + low, alerts.filter(isWaiting).length)}
          flood={status.flood}
          isWithoutData={freshness.state === 'none'}
        />
      )}
      {wall === null ? null : <WallScopeBar wall={wall} />}
      <WallStatus status={status} freshness={freshness} room={room} unacknowledged={unacknowledged} turn={turn} />
      <WallBody
        page={turn.page}
        room={room}
        alerts={[...criticals.slice(1), ...alerts.filter((alert) => !criticals.includes(alert))]}
        firstOut={firstOut}
        waiting={freshness.state === 'none' ? waitingText(status) : null}
      />
    </>
  );
}

interface WallBodyProps {
  readonly page: WallPage;
  readonly room: RoomState<'wall'>;
  /** Those that the band does not show: Criticals that wait, then the first alert of a flood, then the others. */
  readonly alerts: readonly ShownAlert[];
  readonly firstOut: number | null;
  /** What the wall waits for as long as nothing was ever received; else null. */
  readonly waiting: string | null;
}

function WallBody({ page, room, alerts, firstOut, waiting }: WallBodyProps) {
  const { heat, gateways } = room;
  const shortNames = useMemo(
    () => shortGatewayNames([...(heat ?? []), ...(gateways?.gateways ?? [])]),
    [heat, gateways],
  );
  const list = <WallAlerts alerts={alerts} list={room.alerts} firstOut={firstOut} shortNames={shortNames} />;
  if (waiting !== null) {
    return (
      <>
        <p className={styles.connecting}>{waiting}</p>
        {alerts.length === 0 ? null : <div className={styles.whole}>{list}</div>}
      </>
    );
  }
  const tunnels =
    room.failing === null ? null : (
      <WallTunnels failing={room.failing} earlier={room.dayEarlier} shortNames={shortNames} />
    );
  switch (page) {
    case 'alerts':
      return <div className={styles.whole}>{list}</div>;
    case 'tunnels':
      return <div className={styles.whole}>{tunnels}</div>;
    case 'gateways':
      return <WallBottom room={room} isWhole />;
    case 'overview':
      return (
        <>
          <div className={styles.middleRoom}>
            {/* The band says that there is none: the room is for the tunnels then. */}
            <div className={alerts.length === 0 && tunnels !== null ? styles.whole : styles.middle}>
              {alerts.length === 0 && tunnels !== null ? null : list}
              {tunnels}
            </div>
          </div>
          <WallBottom room={room} />
        </>
      );
  }
}

/** Why nothing was received, and where to mend it: a wall has no link to follow. */
function waitingText({ isFollowing, sources, sourcesDegraded }: Status): string {
  if (!isFollowing) return 'No source is configured: the overview says how to begin';
  if (sourcesDegraded > 0) {
    return `${formatCount(sourcesDegraded)} of ${sourcesText(sources)} cannot be read: see the Sources page`;
  }
  return `Waiting for the first line from ${sourcesText(sources)}`;
}

function sourcesText(count: number): string {
  return `${formatCount(count)} ${count === 1 ? 'source' : 'sources'}`;
}
