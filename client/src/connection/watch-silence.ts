import type { ConnectionSink } from './connection.js';

/** The server sends its status about once a second; a link that is silent for this long is dead, whatever it claims. */
const SILENCE_LIMIT_MS = 30_000;
const CHECK_MS = 5000;

export interface SilenceWatch {
  /** Something arrived. */
  heard: () => void;
  /** The link was lost. Only the first report of an outage counts. */
  lost: (reason: string) => void;
  /** The server runs another version: only a reload helps. */
  otherVersion: () => void;
  stop: () => void;
}

/** Watches for silence, closes a link that only seems alive, and remembers since when an outage lasts. */
export function watchSilence(sink: ConnectionSink, isConnected: () => boolean, drop: () => void): SilenceWatch {
  let lastHeard = Date.now();
  let isLost = false;
  const timer = setInterval(() => {
    if (isConnected() && Date.now() - lastHeard > SILENCE_LIMIT_MS) drop();
  }, CHECK_MS);
  return {
    heard: () => {
      lastHeard = Date.now();
      isLost = false;
    },
    lost: (reason) => {
      if (isLost) return;
      isLost = true;
      sink.onLink({ state: 'disconnected', since: lastHeard, reason });
    },
    otherVersion: () => sink.onLink({ state: 'otherVersion', since: lastHeard }),
    stop: () => clearInterval(timer),
  };
}
