import { isCriticalOrWorse } from '@tunnelwatch/shared/severity';
import { PLAY_SPEEDS } from '@tunnelwatch/shared/past';
import { use, useLayoutEffect, useRef, useSyncExternalStore, type ReactNode, type RefObject } from 'react';
import { isWaiting } from '@tunnelwatch/shared/alert';
import { Button } from '../components/form/Button.js';
import { formatClock, formatDate } from '../format/format-time.js';
import { formatSpan } from '@tunnelwatch/shared/format-span';
import { HOUR_MS, MINUTE_MS } from '@tunnelwatch/shared/time-units';
import { LiveContext } from '../live/live-context.js';
import { useLink, useRoom } from '../live/use-live.js';
import { useTick } from '../time/ticker.js';
import { beforeRecord, type HistoryClock, type HistoryState } from './history-clock.js';
import { PresentContext, type HistorySession } from './history-context.js';
import { HistoryTimeField } from './HistoryTimeField.js';
import styles from './HistoryBar.module.css';

const JUMPS = [
  { ms: -HOUR_MS, text: '−1 h', label: 'Back one hour' },
  { ms: -MINUTE_MS, text: '−1 min', label: 'Back one minute' },
  { ms: MINUTE_MS, text: '+1 min', label: 'Forward one minute' },
  { ms: HOUR_MS, text: '+1 h', label: 'Forward one hour' },
] as const;

interface HistoryBarProps {
  readonly session: HistorySession;
  /** False on pages that show the present anyway. */
  readonly isShown: boolean;
  readonly onLeave: () => void;
}

/** Marks a page that shows history, unmistakably, and holds the controls: a bar at the bottom and a frame around the page. */
export function HistoryBar({ session, isShown, onLeave }: HistoryBarProps) {
  const { clock } = session;
  const bar = useRef<HTMLElement>(null);
  useBottomSpace(bar);
  return (
    <>
      {isShown ? <div className={styles.frame} aria-hidden="true" /> : null}
      <section ref={bar} className={styles.bar} aria-label="Time machine">
        <strong className={styles.mark}>HISTORY</strong>
        {isShown ? (
          <Controls clock={clock} />
        ) : (
          <span className={styles.note}>
            This page shows live data. History is available on Overview, Wall, Alerts and tunnel pages.
          </span>
        )}
        <Present>
          <Button onClick={onLeave}>Back to now</Button>
        </Present>
      </section>
    </>
  );
}

/** Reserves space for the bar below every page; its height depends on what it says. */
function useBottomSpace(bar: RefObject<HTMLElement | null>): void {
  useLayoutEffect(() => {
    const { current } = bar;
    if (current === null) return undefined;
    const root = document.documentElement;
    const observer = new ResizeObserver(() => {
      root.style.setProperty('--history-bar', `${String(current.offsetHeight)}px`);
    });
    observer.observe(current);
    return () => {
      observer.disconnect();
      root.style.removeProperty('--history-bar');
    };
  }, [bar]);
}

function Controls({ clock }: { readonly clock: HistoryClock }) {
  const state = useSyncExternalStore(clock.listen, clock.read);
  const shown = state.shownAt ?? state.at;
  return (
    <>
      <ShownTime at={shown} isLoading={state.shownAt !== state.at} />
      <div className={styles.controls}>
        <div className={styles.group} role="group" aria-label="Step through time">
          <HistoryTimeField at={state.at} onChange={(at) => clock.seek(at)} />
          {JUMPS.map((jump) => (
            <Button
              key={jump.ms}
              aria-label={`${jump.text} ${jump.label}`}
              onClick={() => clock.seek(state.at + jump.ms)}
            >
              {jump.text}
            </Button>
          ))}
        </div>
        <div className={styles.group} role="group" aria-label="Playback">
          {state.speed === 0 ? null : (
            <Button variant="strong" onClick={() => clock.pause()}>
              Pause
            </Button>
          )}
          {PLAY_SPEEDS.map((speed) => (
            <Button
              key={speed}
              aria-pressed={state.speed === speed}
              aria-label={`Play at ${String(speed)}× speed`}
              disabled={state.isAtEnd}
              onClick={() => clock.play(speed)}
            >
              {speed}×
            </Button>
          ))}
        </div>
      </div>
      <Notes state={state} />
    </>
  );
}

function Notes({ state }: { readonly state: HistoryState }) {
  if (state.isAtEnd) return <NoteText>You have reached the present.</NoteText>;
  // Before the record begins the page says so itself.
  if (!state.wasRunning && beforeRecord(state) === null)
    return <NoteText>Tunnelwatch was not running at this time. Showing the last known state.</NoteText>;
  return null;
}

function NoteText({ children }: { readonly children: ReactNode }) {
  return (
    <span role="status" className={styles.note}>
      {children}
    </span>
  );
}

function ShownTime({ at, isLoading }: { readonly at: number; readonly isLoading: boolean }) {
  return (
    <time className={styles.time} dateTime={new Date(at).toISOString()} aria-busy={isLoading}>
      <strong>{formatClock(at)}</strong>
      <span>
        <span className={styles.date}>{formatDate(at)} · </span>
        <Ago at={at} />
      </span>
    </time>
  );
}

function Ago({ at }: { readonly at: number }) {
  const live = use(PresentContext);
  const tick = useTick();
  return <>{formatSpan(tick + (live?.readLink().clockOffsetMs ?? 0) - at)} ago</>;
}

/** The currently unacknowledged alerts, while history is shown. */
function Present({ children }: { readonly children: ReactNode }) {
  const live = use(PresentContext);
  return (
    <div className={styles.present}>
      <LiveContext value={live}>
        <UnacknowledgedNow />
      </LiveContext>
      {children}
    </div>
  );
}

function UnacknowledgedNow() {
  const alerts = useRoom({ view: 'alerts' }).state?.alerts?.alerts ?? null;
  const { link } = useLink();
  if (link.state === 'disconnected') return <span className={styles.now}>Now: disconnected</span>;
  if (alerts === null) return null;
  const waiting = alerts.filter((alert) => !alert.isPast && isWaiting(alert));
  const criticals = waiting.filter(({ severity }) => isCriticalOrWorse(severity)).length;
  return (
    <span className={criticals > 0 ? styles.critical : styles.now}>
      Now:{' '}
      <span className={criticals > 0 ? styles.lessUrgent : undefined}>
        {waiting.length} unacknowledged{criticals > 0 ? ', ' : ''}
      </span>
      {criticals > 0 ? `${String(criticals)} Critical` : ''}
    </span>
  );
}
