import { PLAY_SPEEDS } from '@tunnelwatch/shared/past';
import { use, useLayoutEffect, useRef, useSyncExternalStore, type ReactNode, type RefObject } from 'react';
import { isUnacknowledged } from '@tunnelwatch/shared/alert';
import { Button } from '../components/form/Button.js';
import { formatClock, formatDate, formatSpan } from '../format/format-time.js';
import { fetchPastRange } from '../http/api.js';
import { useHttp } from '../http/use-http.js';
import { LiveContext } from '../live/live-context.js';
import { useLink, useRoom } from '../live/use-live.js';
import { useTick } from '../time/ticker.js';
import type { ReplayClock } from './history-clock.js';
import { PresentContext, type ReplaySession } from './history-context.js';
import { MomentField } from './HistoryTimeField.js';
import styles from './HistoryBar.module.css';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const JUMPS = [
  { ms: -HOUR, text: '−1 h', label: 'One hour back' },
  { ms: -MINUTE, text: '−1 min', label: 'One minute back' },
  { ms: MINUTE, text: '+1 min', label: 'One minute on' },
  { ms: HOUR, text: '+1 h', label: 'One hour on' },
] as const;

interface ReplayBarProps {
  readonly session: ReplaySession;
  /** False on pages that show the present all the same. */
  readonly isShown: boolean;
  readonly onLeave: () => void;
}

/** The mark that a page shows the past, which cannot be missed, with what moves it: below everything, and a frame around it. */
export function ReplayBar({ session, isShown, onLeave }: ReplayBarProps) {
  const { clock } = session;
  const bar = useRef<HTMLElement>(null);
  useRoomAtBottom(bar);
  return (
    <>
      {isShown ? <div className={styles.frame} aria-hidden="true" /> : null}
      <section ref={bar} className={styles.bar} aria-label="Replay">
        <strong className={styles.mark}>REPLAY</strong>
        {isShown ? (
          <Controls clock={clock} />
        ) : (
          <span>This page shows the present. Overview, wall, alerts and the page of a tunnel can look back.</span>
        )}
        <Present>
          <Button onClick={onLeave}>Back to now</Button>
        </Present>
      </section>
    </>
  );
}

/** Keeps as much room free below every page as the bar takes: what it says makes it more or less high. */
function useRoomAtBottom(bar: RefObject<HTMLElement | null>): void {
  useLayoutEffect(() => {
    const { current } = bar;
    if (current === null) return undefined;
    const root = document.documentElement;
    const observer = new ResizeObserver(() => {
      root.style.setProperty('--replay-bar', `${String(current.offsetHeight)}px`);
    });
    observer.observe(current);
    return () => {
      observer.disconnect();
      root.style.removeProperty('--replay-bar');
    };
  }, [bar]);
}

function Controls({ clock }: { readonly clock: ReplayClock }) {
  const state = useSyncExternalStore(clock.listen, clock.read);
  const shown = state.shownAt ?? state.at;
  return (
    <>
      <Moment at={shown} isLoading={state.shownAt !== state.at} />
      <div className={styles.group} role="group" aria-label="Move in time">
        {JUMPS.slice(0, 2).map((jump) => (
          <Button key={jump.ms} aria-label={jump.label} onClick={() => clock.seek(state.at + jump.ms)}>
            {jump.text}
          </Button>
        ))}
        <MomentField at={state.at} onChange={(at) => clock.seek(at)} />
        {JUMPS.slice(2).map((jump) => (
          <Button key={jump.ms} aria-label={jump.label} onClick={() => clock.seek(state.at + jump.ms)}>
            {jump.text}
          </Button>
        ))}
      </div>
      <div className={styles.group} role="group" aria-label="Play">
        {state.speed === 0 ? null : (
          <Button look="strong" onClick={() => clock.pause()}>
            Pause
          </Button>
        )}
        {PLAY_SPEEDS.map((speed) => (
          <Button
            key={speed}
            aria-pressed={state.speed === speed}
            aria-label={`Play at ${String(speed)} times the speed`}
            disabled={state.isAtEnd}
            onClick={() => clock.play(speed)}
          >
            {speed}×
          </Button>
        ))}
      </div>
      <Notes state={state} shown={shown} />
    </>
  );
}

function Notes({
  state,
  shown,
}: {
  readonly state: { wasRunning: boolean; isAtEnd: boolean };
  readonly shown: number;
}) {
  const range = useHttp('past range', fetchPastRange).data;
  const begin = range?.from == null ? null : Date.parse(range.from);
  if (state.isAtEnd) return <span role="status">The present is reached.</span>;
  if (begin !== null && shown < begin)
    return (
      <span role="status">
        Nothing was kept before {formatDate(begin)} {formatClock(begin)}.
      </span>
    );
  if (!state.wasRunning)
    return <span role="status">Tunnelwatch was not running then: this is what it knew before.</span>;
  return null;
}

function Moment({ at, isLoading }: { readonly at: number; readonly isLoading: boolean }) {
  return (
    <time className={styles.moment} dateTime={new Date(at).toISOString()} aria-busy={isLoading}>
      <strong>{formatClock(at)}</strong>
      <span>
        {formatDate(at)} · <Ago at={at} />
      </span>
    </time>
  );
}

function Ago({ at }: { readonly at: number }) {
  const live = use(PresentContext);
  const tick = useTick();
  return <>{formatSpan(tick + (live?.readLink().clockOffsetMs ?? 0) - at)} ago</>;
}

/** What waits now, while somebody looks back. */
function Present({ children }: { readonly children: ReactNode }) {
  const live = use(PresentContext);
  return (
    <div className={styles.present}>
      <LiveContext value={live}>
        <Waiting />
      </LiveContext>
      {children}
    </div>
  );
}

function Waiting() {
  const alerts = useRoom({ view: 'alerts' }).state?.alerts?.alerts ?? null;
  const { link } = useLink();
  if (link.state === 'disconnected') return <span>Now: disconnected</span>;
  if (alerts === null) return null;
  const waiting = alerts.filter((alert) => !alert.isPast && isUnacknowledged(alert));
  const criticals = waiting.filter(({ severity }) => severity === 'critical').length;
  return (
    <span className={criticals > 0 ? styles.critical : undefined}>
      Now: {waiting.length} unacknowledged{criticals > 0 ? `, ${String(criticals)} Critical` : ''}
    </span>
  );
}
