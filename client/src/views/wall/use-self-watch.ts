import { useEffect, useRef } from 'react';
import { useTick } from '../../time/ticker.js';
import { basePath } from '../../base-path.js';

const CHECK_MS = 5000;
/** The page draws once a second; after this long without it, it hangs. */
const HANG_MS = 60_000;
const RETRY_MS = 10_000;

/**
 * The wall watches itself, since nobody else does: it loads anew when it has not been drawn for a minute, and when the
 * server's version is another than that of the first status.
 */
export function useSelfWatch(version: string | null): void {
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
    if (firstVersion.current !== version) void reloadOnceServed();
  }, [version]);
}

let isReloading = false;

/** Loads the page anew as soon as the server serves it; a blank error page of the browser would never come back. */
export async function reloadOnceServed(): Promise<void> {
  if (isReloading) return;
  isReloading = true;
  while (!(await isServed())) await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
  location.reload();
}

async function isServed(): Promise<boolean> {
  try {
    return (await fetch(basePath, { cache: 'no-store' })).ok;
  } catch {
    // Not reachable yet; the caller tries again.
    return false;
  }
}
