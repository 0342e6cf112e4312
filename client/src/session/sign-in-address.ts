import { basePath } from '../browser/base-path.js';

const PATH = `${basePath}sign-in`;

/** True on the sign-in page. */
export function isSignInPage(): boolean {
  return location.pathname === PATH;
}

let isHeld = false;

/** Keeps this page from going to the sign-in page, since it is about to go elsewhere; returns what ends that. */
export function holdSignIn(): () => void {
  isHeld = true;
  return () => {
    isHeld = false;
  };
}

/** Goes to the sign-in page, which returns here. */
export function goToSignIn(): void {
  if (isHeld || isSignInPage()) return;
  location.assign(signInAddress());
}

/** The address of the sign-in page, which returns here. */
export function signInAddress(): string {
  const here = location.pathname + location.search + location.hash;
  return `${PATH}?to=${encodeURIComponent(here)}`;
}

/** Whether an address of ours is that of a wall. */
export function isWallPath(pathname: string): boolean {
  return pathname.startsWith(basePath) && /^wall(?:\/\d+)?\/?$/.test(pathname.slice(basePath.length));
}

/** Where to go after signing in: always a page of ours, whatever the URL says. */
export function pageAfterSignIn(): string {
  if (!isSignInPage()) return location.pathname + location.search + location.hash;
  const to = new URLSearchParams(location.search).get('to') ?? basePath;
  const url = URL.canParse(to, location.origin) ? new URL(to, location.origin) : null;
  const isOurs = url !== null && url.origin === location.origin && url.pathname.startsWith(basePath);
  return isOurs && url.pathname !== PATH ? url.pathname + url.search + url.hash : basePath;
}
