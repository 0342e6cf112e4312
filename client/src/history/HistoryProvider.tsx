import { PLAY_SPEEDS } from '@tunnelwatch/shared/past';
import { lazy, Suspense, useEffect, useRef, useState, type ReactNode } from 'react';
import { useLocation, useNavigationType } from 'react-router';
import { scheduleFrame } from '../live/frame-scheduler.js';
import { LiveContext } from '../live/live-context.js';
import { LiveStore } from '../live/live-store.js';
import { useLiveStore } from '../live/use-live.js';
import { useWho, WhoContext } from '../session/who-context.js';
import { useSetUrlParams, useUrlText } from '../url-state/use-url-param.js';
import { openHistoryConnection } from './history-connection.js';
import { HistoryClock } from './history-clock.js';
import { HistoryContext, type HistorySession, LeaveHistoryContext, PresentContext } from './history-context.js';
import { isCovered, formatAt, parseAt } from './at-parameter.js';

/** Loaded when the time machine is opened: a wall needs neither the bar nor its queries. */
const HistoryBar = lazy(() => import('./HistoryBar.js').then((m) => ({ default: m.HistoryBar })));

/** During playback the URL is updated in steps of this, ms: browsers limit the rate of such changes. */
const ADDRESS_EVERY_MS = 5000;

/**
 * With `?at=` in the URL the pages below show that time instead of the present: their rooms come from history, and
 * no actions are possible. The time stays in the URL from page to page until the user goes back to now.
 */
export function HistoryProvider({ children }: { readonly children: ReactNode }) {
  const live = useLiveStore();
  const who = useWho();
  const { pathname } = useLocation();
  const { at, leave } = useStickyAt();
  const [session, setSession] = useState<HistorySession | null>(null);
  if (at !== null && session === null) setSession(openSession(at, live));
  if (at === null && session !== null) setSession(null);
  const isShown = session !== null && isCovered(pathname);
  const shown = isShown ? session : null;
  return (
    <PresentContext value={live}>
      <LiveContext value={shown?.store ?? live}>
        <WhoContext
          value={shown === null || who === null ? who : { ...who, role: who.role === 'wall' ? 'wall' : 'viewer' }}
        >
          <HistoryContext value={shown}>
            <LeaveHistoryContext value={session === null ? null : leave}>{children}</LeaveHistoryContext>
          </HistoryContext>
        </WhoContext>
      </LiveContext>
      {session === null ? null : <Following session={session} isShown={isShown} onLeave={leave} />}
    </PresentContext>
  );
}

function openSession(at: number, live: LiveStore): HistorySession {
  const clock = new HistoryClock(at, () => Date.now() + live.readLink().clockOffsetMs);
  return { clock, store: new LiveStore((sink) => openHistoryConnection(sink, clock), scheduleFrame) };
}

/** The time in the URL, epoch ms; it is kept over links that do not name it, and removed when the browser goes back before it. */
function useStickyAt(): { readonly at: number | null; readonly leave: () => void } {
  const [text] = useUrlText('at');
  const { key } = useLocation();
  const isBack = useNavigationType() === 'POP';
  const setParams = useSetUrlParams();
  const [kept, setKept] = useState<number | null>(null);
  const [isLeaving, setIsLeaving] = useState(false);
  const named = parseAt(text);
  const at = isLeaving ? null : (named ?? (isBack ? null : kept));
  if (at !== kept) setKept(at);
  if (isLeaving && named === null) setIsLeaving(false);
  useEffect(() => {
    if (named === null && at !== null) setParams({ at: formatAt(at) });
    // Once per navigation.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [key]);
  return {
    at,
    leave: () => {
      setIsLeaving(true);
      setParams({ at: null, play: null }, true);
    },
  };
}

interface FollowingProps {
  readonly session: HistorySession;
  readonly isShown: boolean;
  readonly onLeave: () => void;
}

/** Keeps the URL and the clock in step; the bar shows both. */
function Following({ session, isShown, onLeave }: FollowingProps) {
  const { clock, store } = session;
  const [text] = useUrlText('at');
  const [play] = useUrlText('play');
  const setParams = useSetUrlParams();
  const written = useRef({ text, play, at: 0 });
  useEffect(() => {
    const speed = PLAY_SPEEDS.find((each) => String(each) === written.current.play);
    if (speed !== undefined) clock.play(speed);
    return () => clock.pause();
  }, [clock]);
  useEffect(() => () => store.close(), [store]);
  useEffect(() => {
    if (!isShown) clock.pause();
  }, [clock, isShown]);
  useEffect(
    () =>
      clock.listen(() => {
        const state = clock.read();
        const next = {
          text: formatAt(state.at),
          play: state.speed === 0 ? null : String(state.speed),
          at: Date.now(),
        };
        const isSame = next.text === written.current.text && next.play === written.current.play;
        const isEarly =
          next.play === written.current.play && next.play !== null && next.at - written.current.at < ADDRESS_EVERY_MS;
        if (isSame || isEarly) return;
        written.current = next;
        setParams({ at: next.text, play: next.play });
      }),
    [clock, setParams],
  );
  useEffect(() => {
    const at = parseAt(text);
    if (at === null || text === written.current.text) return;
    written.current = { ...written.current, text };
    clock.seek(at);
  }, [clock, text]);
  return (
    <Suspense fallback={null}>
      <HistoryBar session={session} isShown={isShown} onLeave={onLeave} />
    </Suspense>
  );
}
