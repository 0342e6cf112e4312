import { firstOutOnTop, isWaiting } from '@tunnelwatch/shared/alert';
import type { Status, View } from '@tunnelwatch/shared/protocol';
import { MINUTE_MS } from '@tunnelwatch/shared/time-units';
import { type CSSProperties, useEffect, useMemo } from 'react';
import { Link, useSearchParams } from 'react-router';
import { usePageTitle, useTabAlerts } from '../../browser/page-title.js';
import type { Freshness } from '../../live/freshness.js';
import type { RoomState } from '../../live/room-state.js';
import { useRoom, useStatus } from '../../live/use-live.js';
import { useFreshness, useIsOutdated } from '../../live/use-outdated.js';
import { useMay } from '../../session/who-context.js';
import { pinTheme, themeFrom } from '../../theme/theme.js';
import { useTick } from '../../time/ticker.js';
import { useSelfWatch } from './use-self-watch.js';
import { criticalAlerts, shortGatewayNames, wallAlerts } from './wall-figures.js';
import { wallFonts, wallSettingFrom } from './wall-geometry.js';
import { WallAlerts } from './WallAlerts.js';
import { WallBand } from './WallBand.js';
import { WallBottom } from './WallBottom.js';
import styles from './WallPage.module.css';
import { WallSound } from './WallSound.js';
import { WallState } from './WallState.js';
import { WallStatus } from './WallStatus.js';
import { WallTunnels } from './WallTunnels.js';

const WALL_VIEW = { view: 'wall' } as const satisfies View;

/** Full screen, for a monitor on the wall: no interaction needed, readable from a distance, and never silently outdated. */
export function WallPage() {
  const [search] = useSearchParams();
  const { state } = useRoom(WALL_VIEW);
  const status = useStatus();
  const freshness = useFreshness();
  const isOutdated = useIsOutdated();
  const mayView = useMay('viewer');
  const shift = useBurnInShift();
  useSelfWatch(status?.version ?? null);
  usePageTitle('Wall');
  useTabAlerts(status?.unacknowledged ?? null);
  useWallTheme(search);
  const setting = wallSettingFrom(search);
  const fonts = wallFonts(setting);
  const sizes = { '--min': fonts.min, '--preferred': fonts.preferred, '--overscan': setting.overscanPercent };
  // Custom properties are not part of the style type.
  const style = { ...sizes, transform: shift } as CSSProperties;
  const isReady = state !== null && status !== null && freshness !== null;
  return (
    <main className={styles.wall} style={style}>
      <h1 className="visually-hidden">Wall</h1>
      {/* A television with a token of its own would end on the sign-in page. */}
      {mayView ? (
        <Link to="/" className={styles.leave}>
          Exit wall
        </Link>
      ) : null}
      <div className={isOutdated ? styles.pictureOld : styles.picture}>
        <WallState freshness={freshness} status={status} />
        <WallSound asked={soundFrom(search)} alerts={state?.alerts?.alerts ?? null} />
        {isReady ? (
          <WallPicture room={state} status={status} freshness={freshness} />
        ) : (
          <p className={styles.connecting}>Waiting for the server…</p>
        )}
      </div>
    </main>
  );
}

/** A wall is dark, whatever the person who set it up prefers on their own pages; `?theme=light` and `?theme=system` differ. */
function useWallTheme(search: URLSearchParams): void {
  const theme = themeFrom(search.get('theme')) ?? 'dark';
  useEffect(() => pinTheme(theme), [theme]);
}

/** `?sound=on` switches it on where nobody can click, `?sound=off` keeps it off; null leaves it to this browser's setting. */
function soundFrom(search: URLSearchParams): 'on' | 'off' | null {
  const value = search.get('sound');
  return value === 'on' || value === 'off' ? value : null;
}

interface WallPictureProps {
  readonly room: RoomState<'wall'>;
  readonly status: Status;
  readonly freshness: Freshness;
}

function WallPicture({ room, status, freshness }: WallPictureProps) {
  const list = room.alerts;
  const firstOut = status.flood?.firstOut ?? null;
  const alerts = useMemo(() => firstOutOnTop(wallAlerts(list?.alerts ?? []), firstOut), [list, firstOut]);
  const shortNames = useMemo(() => shortGatewayNames(room.heat ?? []), [room.heat]);
  const criticals = criticalAlerts(alerts);
  const others = alerts.filter((alert) => alert !== criticals[0]);
  const { urgent, high, medium, low } = status.unacknowledged;
  const isWithoutData = freshness.state === 'none';
  return (
    <>
      {list === null ? null : (
        <WallBand
          criticals={criticals}
          waiting={Math.max(urgent + high + medium + low, alerts.filter(isWaiting).length)}
          firstOut={firstOut}
        />
      )}
      <WallStatus status={status} freshness={freshness} room={room} />
      {isWithoutData ? <p className={styles.connecting}>No data received yet</p> : null}
      {isWithoutData && others.length === 0 ? null : (
        <div className={styles.middle}>
          <WallAlerts alerts={others} list={list} firstOut={firstOut} shortNames={shortNames} />
          {room.failing === null || isWithoutData ? null : (
            <WallTunnels failing={room.failing} earlier={room.dayEarlier} shortNames={shortNames} />
          )}
        </div>
      )}
      {isWithoutData ? null : <WallBottom room={room} />}
    </>
  );
}

const STEP_MS = 10 * MINUTE_MS;
const RADIUS_PX = 4;
const STEPS = 12;

/** A slow shift of the whole picture by some pixels within an hour, as a CSS transform, against burn-in. */
function useBurnInShift(): string {
  const step = Math.floor(useTick() / STEP_MS) % STEPS;
  const angle = (step / STEPS) * 2 * Math.PI;
  return `translate(${Math.round(Math.cos(angle) * RADIUS_PX)}px, ${Math.round(Math.sin(angle) * RADIUS_PX)}px)`;
}
