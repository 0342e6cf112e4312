import { MINUTE_MS } from '@tunnelwatch/shared/time-units';
import { useEffect, useRef } from 'react';
import { useTick } from '../../time/ticker.js';
import { reloadForNewVersion, reloadOnceServed } from '../../browser/reload.js';
import { useLink } from '../../live/use-live.js';

const CHECK_MS = 5000;
/** The page draws once a second; after this long without it, it hangs. */
const HANG_MS = MINUTE_MS;

/**
 * The wall watches itself, since nobody else does: it reloads when it has not rendered for a minute, when the server's
 * version differs from that of the first status, and when the server speaks another version of the protocol.
 */
export function useSelfWatch(version: string | null): void {
  const isOtherProtocol = useLink().link.state === 'otherVersion';
  const tick = useTick();
  const lastDrawn = useRef(0);
  const firstVersion = useRef<string | null>(null);

  useEffect(() => {
    lastDrawn.current = Date.now();
  }, [tick]);

  useEffect(() => {
    const timer = setInterval(() => {
      const isHanging = Date.now() - lastDrawn.current > HANG_MS;
      if (isHanging && document.visibilityState === 'visible') void reloadOnceServed();
    }, CHECK_MS);
    return () => clearInterval(timer);
  }, []);

  useEffect(() => {
    if (version === null) return;
    firstVersion.current ??= version;
    if (firstVersion.current !== version) void reloadForNewVersion();
  }, [version]);

  useEffect(() => {
    if (isOtherProtocol) void reloadForNewVersion();
  }, [isOtherProtocol]);
}
