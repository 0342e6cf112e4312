import { MINUTE_MS } from '@tunnelwatch/shared/time-units';
import { basePath } from './base-path.js';

const RETRY_MS = 10_000;
const LAST_RELOAD_KEY = 'tunnelwatch.reloaded';
/** A page reloads itself once within this time at the most, so that a reload that does not help makes no loop. */
const RELOAD_PAUSE_MS = MINUTE_MS;

let isReloading = false;

/** Reloads the page once the server responds; the browser's own error page would never recover. */
export async function reloadOnceServed(): Promise<void> {
  if (isReloading) return;
  isReloading = true;
  // Asked again and again: nothing tells a page that a server which is gone is back.
  while (!(await isServed())) await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
  location.reload();
}

/** Loads the new version, but not sooner than a minute after the last reload: a proxy may still serve the old page. */
export async function reloadForNewVersion(): Promise<void> {
  const wait = lastReload() + RELOAD_PAUSE_MS - Date.now();
  // The time itself is what is waited for: within it, the new version would be asked for in vain once more.
  if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
  noteReload();
  await reloadOnceServed();
}

async function isServed(): Promise<boolean> {
  try {
    return (await fetch(basePath, { cache: 'no-store' })).ok;
  } catch {
    // Not reachable yet; the caller tries again.
    return false;
  }
}

/** After an upgrade of the server, an open page asks for chunks that are gone: it reloads instead of failing. */
export function reloadOnMissingChunk(): void {
  window.addEventListener('vite:preloadError', (event) => {
    if (Date.now() - lastReload() < RELOAD_PAUSE_MS) return;
    event.preventDefault();
    noteReload();
    void reloadOnceServed();
  });
}

function lastReload(): number {
  try {
    return Number(sessionStorage.getItem(LAST_RELOAD_KEY) ?? 0);
  } catch {
    // When storage is blocked, earlier reloads are unknown: one counts as just made.
    return Date.now();
  }
}

function noteReload(): void {
  try {
    sessionStorage.setItem(LAST_RELOAD_KEY, String(Date.now()));
  } catch {
    // As above: reading would have failed before.
  }
}
