import type { Status } from '@tunnelwatch/shared/protocol';
import { MINUTE_MS } from '@tunnelwatch/shared/time-units';
import { useEffect, useRef } from 'react';
import { useTick } from '../../time/ticker.js';
import { pageVersion } from '../../browser/page-version.js';
import { reloadForNewVersion, reloadOnceServed } from '../../browser/reload.js';
import { useLink } from '../../live/use-live.js';

const CHECK_MS = 5000;
/** The page draws once a second; after this long without it, it hangs. */
const HANG_MS = MINUTE_MS;

/**
 * The wall watches itself, since nobody else does: it reloads when it has not rendered for a minute, when the server is of
 * another version than this page, and when the server speaks another version of the protocol. While nodes of several versions
 * run it waits for the last of them: until then it may be loaded from any, and connected to any other.
 */
export function useSelfWatch(status: Pick<Status, 'version' | 'cluster'> | null): void {
  const isOtherProtocol = useLink().link.state === 'otherVersion';
  const tick = useTick();
  const lastDrawn = useRef(0);
  const { version = null, cluster = null } = status ?? {};
  const isMixed = cluster?.isMixed === true;

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
    const own = pageVersion();
    if (version !== null && own !== undefined && version !== own && !isMixed) void reloadForNewVersion();
  }, [version, isMixed]);

  useEffect(() => {
    if (isOtherProtocol) void reloadForNewVersion();
  }, [isOtherProtocol]);
}
