import type { Link } from '../src/connection/connection.js';
import { scheduleFrame } from '../src/live/frame-scheduler.js';
import { LiveStore } from '../src/live/live-store.js';

const NOT_SENT = { ok: false, notSent: 'The gallery has no server.' } as const;

/** A live store whose link has one state for good, and which never receives anything. */
export function storeInState(link: Link): LiveStore {
  return new LiveStore((sink) => {
    queueMicrotask(() => sink.onLink(link));
    return {
      join: () => undefined,
      leave: () => undefined,
      act: () => Promise.resolve(NOT_SENT),
      actOnAll: () => Promise.resolve(NOT_SENT),
      reportPresence: () => undefined,
      close: () => undefined,
    };
  }, scheduleFrame);
}
