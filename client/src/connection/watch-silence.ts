import type { ConnectionSink } from './connection.js';

/** The server sends its status every second: a page that hears nothing for this long says so, whatever the link claims. */
const SILENCE_LIMIT_MS = 4000;
/** A link that is still silent after this long is closed and opened anew; sooner, a busy server would get all pages at once. */
const DROP_AFTER_MS = 12_000;
const CHECK_MS = 400;

export interface SilenceWatch {
  /** Something arrived over the open link: it is live. */
  heard: () => void;
  /** The link was lost. Only the first report of an outage counts. */
  lost: (reason: string) => void;
  /** The server runs another version: only a reload helps. */
  otherVersion: () => void;
  stop: () => void;
}

/**
 * Watches for silence, reports it, closes a link that only seems alive, and remembers since when an outage lasts.
 *
 * @param drop closes the link; the connection opens another one
 */
export function watchSilence(sink: ConnectionSink, isConnected: () => boolean, drop: () => void): SilenceWatch {
  let lastHeard = Date.now();
  let reported: 'nothing' | 'live' | 'lost' = 'nothing';
  let silentChecks = 0;

  const lost = (reason: string): void => {
    if (reported === 'lost') return;
    reported = 'lost';
    sink.onLink({ state: 'disconnected', since: lastHeard, reason });
  };
  const timer = setInterval(() => {
    const silentMs = Date.now() - lastHeard;
    // A page that was busy itself looks twice: what arrived meanwhile is read between two checks.
    silentChecks = silentMs > SILENCE_LIMIT_MS ? silentChecks + 1 : 0;
    if (silentChecks < 2) return;
    lost('the server is silent');
    if (silentMs > DROP_AFTER_MS && isConnected()) drop();
  }, CHECK_MS);
  return {
    heard: () => {
      lastHeard = Date.now();
      if (reported === 'live') return;
      reported = 'live';
      sink.onLink({ state: 'live' });
    },
    lost,
    otherVersion: () => sink.onLink({ state: 'otherVersion', since: lastHeard }),
    stop: () => clearInterval(timer),
  };
}
