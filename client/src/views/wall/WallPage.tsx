import type { View } from '@tunnelwatch/shared/protocol';
import type { ShownWall } from '@tunnelwatch/shared/wall';
import { type CSSProperties, useEffect } from 'react';
import { Link, Navigate, useParams, useSearchParams } from 'react-router';
import { usePageTitle, useTabAlerts } from '../../browser/page-title.js';
import { MINUTE_MS } from '@tunnelwatch/shared/time-units';
import { formatDateTime } from '../../format/format-time.js';
import { useBeforeRecord } from '../../history/history-context.js';
import type { RoomState } from '../../live/room-state.js';
import { useRoom, useStatus } from '../../live/use-live.js';
import { useFreshness, useIsOutdated } from '../../live/use-outdated.js';
import { useMay, useWho } from '../../session/who-context.js';
import { WallOnlyPage } from '../sign-in/WallOnlyPage.js';
import { pinTheme, type Theme } from '../../theme/theme.js';
import { useTick } from '../../time/ticker.js';
import { useSelfWatch } from './use-self-watch.js';
import { textSize, wallFonts } from './wall-geometry.js';
import { lookFrom, lookOf, type WallLook } from './wall-look.js';
import styles from './WallPage.module.css';
import { WallPicture } from './WallPicture.js';
import { WallSound } from './WallSound.js';
import { WallState } from './WallState.js';

/** The wall with all gateways, or one that an admin made. A token of one wall opens that one, and says so at others. */
export function WallPage() {
  const { id } = useParams();
  const who = useWho();
  const own = who?.wall ?? null;
  const wall = id === undefined ? null : Number(id);
  if (own !== null && wall === null) return <Navigate to={`/wall/${String(own)}`} replace />;
  if (who !== null && own !== null && wall !== own) return <WallOnlyPage who={who} />;
  return wall === null ? <WholeWall /> : <NamedWall key={wall} id={wall} />;
}

const WHOLE = { view: 'wall' } as const satisfies View;

function WholeWall() {
  const [search] = useSearchParams();
  const { state } = useRoom(WHOLE);
  return <WallScreen title="Wall" look={lookFrom(search)} room={state} wall={null} fault={null} />;
}

function NamedWall({ id }: { readonly id: number }) {
  const [search] = useSearchParams();
  const { state, problem } = useRoom({ view: 'wall', wall: id });
  const wall = state?.wall?.wall ?? null;
  const isGone = problem !== null || state?.wall?.wall === null;
  return (
    <WallScreen
      title={wall?.settings.name ?? 'Wall'}
      look={wall === null ? lookFrom(search) : lookOf(wall.settings)}
      room={state}
      wall={wall}
      fault={isGone ? 'There is no such wall: an admin may have deleted it' : null}
    />
  );
}

interface WallScreenProps {
  readonly title: string;
  readonly look: WallLook;
  readonly room: RoomState<'wall'> | null;
  /** Null for the wall with all gateways, and until it is known. */
  readonly wall: ShownWall | null;
  /** Why there is nothing to show; null as long as there is or may be. */
  readonly fault: string | null;
}

/** Full screen, for a monitor on the wall: no interaction needed, readable from a distance, and never silently outdated. */
function WallScreen({ title, look, room, wall, fault }: WallScreenProps) {
  const status = useStatus();
  const freshness = useFreshness();
  const isOutdated = useIsOutdated();
  useSelfWatch(status);
  usePageTitle(title);
  useTabAlerts(wall?.scope?.unacknowledged ?? status?.unacknowledged ?? null);
  useWallTheme(look.theme);
  const style = useWallStyle(look);
  return (
    <main className={styles.wall} style={style}>
      <h1 className="visually-hidden">{title}</h1>
      <ExitLink />
      <div className={isOutdated ? styles.pictureOld : styles.picture}>
        <WallState freshness={freshness} status={status} />
        <WallSound asked={look.sound} alerts={room?.alerts?.alerts ?? null} />
        <WallContent room={fault === null ? room : null} look={look} wall={wall} fault={fault} />
      </div>
    </main>
  );
}

/** The picture, or why there is none yet. */
function WallContent({ room, look, wall, fault }: Omit<WallScreenProps, 'title'>) {
  const status = useStatus();
  const freshness = useFreshness();
  const begins = useBeforeRecord();
  if (begins !== null) return <p className={styles.connecting}>The record begins at {formatDateTime(begins)}</p>;
  if (room === null || status === null || freshness === null) {
    return <p className={styles.connecting}>{fault ?? 'Waiting for the server…'}</p>;
  }
  return <WallPicture room={room} status={status} freshness={freshness} look={look} wall={wall} />;
}

/** The way to the other pages; a television with a token of its own has nowhere else to go. */
function ExitLink() {
  const mayView = useMay('viewer');
  if (!mayView) return null;
  return (
    <Link to="/" className={styles.leave}>
      Exit wall
    </Link>
  );
}

function useWallStyle(look: WallLook): CSSProperties {
  const shift = useBurnInShift();
  const fonts = wallFonts(look);
  const sizes = { '--min': textSize(fonts), '--preferred': fonts.preferred, '--overscan': look.overscanPercent };
  return { ...sizes, transform: shift };
}

function useWallTheme(theme: Theme): void {
  useEffect(() => pinTheme(theme), [theme]);
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
