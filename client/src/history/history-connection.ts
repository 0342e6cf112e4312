import type { PastAnswer } from '@tunnelwatch/shared/past';
import { roomOf, type View } from '@tunnelwatch/shared/protocol';
import { problemDetails } from '@tunnelwatch/shared/error-code';
import type { Connection, ConnectionSink } from '../connection/connection.js';
import { fetchPast } from '../http/past-api.js';
import { problemFrom } from '../http/http-error.js';
import type { HistoryClock } from './history-clock.js';
import { formatAt } from './at-parameter.js';

const REFUSED = { ok: false, notSent: 'You are viewing history: go back to now to make changes.' } as const;

/**
 * A connection to history: rooms are joined as in the live one, and each gets a complete snapshot of the clock's time
 * whenever that changes.
 */
export function openHistoryConnection(sink: ConnectionSink, clock: HistoryClock): Connection {
  const views = new Map<string, View>();
  let isAsked = false;
  const load = async (name: string, view: View, at: number, signal: AbortSignal): Promise<PastAnswer | null> => {
    try {
      const answer = await fetchPast(view, formatAt(at), signal);
      if (signal.aborted) return null;
      sink.onSnapshot(name, answer.changes);
      return answer;
    } catch (error) {
      if (!signal.aborted) sink.onRefused(name, problemFrom(error));
      return null;
    }
  };
  clock.loadWith(async (at, signal) => {
    const answers = await Promise.all([...views].map(([name, view]) => load(name, view, at, signal)));
    const failed = answers.length > 0 && answers.every((answer) => answer === null);
    if (signal.aborted) return null;
    if (failed) sink.onLink({ state: 'disconnected', since: Date.now(), reason: 'history cannot be read' });
    else sink.onLink({ state: 'live' });
    if (failed) return null;
    return {
      wasRunning: answers.every((answer) => answer?.wasRunning !== false),
      recordBegins: answers.find((answer) => answer?.recordBegins != null)?.recordBegins ?? null,
    };
  });
  return {
    join: (view) => {
      const name = roomOf(view);
      if (!hasHistory(view)) {
        sink.onRefused(name, NOT_KEPT);
        return;
      }
      views.set(name, view);
      if (isAsked) return;
      isAsked = true;
      // Rooms of one page are joined in one go: they are loaded together.
      queueMicrotask(() => {
        isAsked = false;
        clock.reload();
      });
    },
    leave: (view) => void views.delete(roomOf(view)),
    act: () => Promise.resolve(REFUSED),
    actOnAll: () => Promise.resolve(REFUSED),
    reportPresence: () => undefined,
    close: () => {
      clock.pause();
      clock.loadWith(() => Promise.resolve(null));
    },
  };
}

function hasHistory({ view }: View): boolean {
  return view !== 'events' && view !== 'sources' && view !== 'cluster';
}

const NOT_KEPT = problemDetails('bad-request', 'Go back to now to see it.', {
  title: 'Not available in history',
  status: 0,
});
