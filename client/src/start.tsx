import { isAtLeast } from '@tunnelwatch/shared/actor';
import type { Who } from '@tunnelwatch/shared/people';
import { type ReactNode, StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { RouterProvider } from 'react-router';
import { basePath } from './browser/base-path.js';
import { openSocketConnection } from './connection/socket-connection.js';
import { onUnauthenticated } from './http/http-client.js';
import { showTimesIn } from './format/shown-zone.js';
import { scheduleFrame } from './live/frame-scheduler.js';
import { LiveContext } from './live/live-context.js';
import { LiveStore } from './live/live-store.js';
import { reloadOnMissingChunk } from './browser/reload.js';
import { router } from './routes.js';
import { type Opened, openSession, recheckWho } from './session/open-session.js';
import { goToSignIn, isSignInPage, isWallPath } from './session/sign-in-address.js';
import { WhoContext } from './session/who-context.js';
import { fetchSettings, putAlertsSeen, putSettings } from './http/people-api.js';
import { SETTINGS_KEY, SettingsStore } from './settings/settings-store.js';
import { InShownZone } from './settings/InShownZone.js';
import { SettingsContext } from './settings/use-personal-settings.js';
import { chooseTheme } from './theme/theme.js';
import { lazyPart } from './components/layout/lazy-part.js';
import { WallOnlyPage } from './views/sign-in/WallOnlyPage.js';

const SignInPage = lazyPart(() => import('./views/sign-in/SignInPage.js').then((m) => m.SignInPage));

reloadOnMissingChunk();
const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no element with the id "root": the build is broken, build again');
const reactRoot = createRoot(root);
void openSession().then((opened) => {
  const settings = openSettings(opened);
  reactRoot.render(
    <StrictMode>
      <SettingsContext value={settings}>{pageFor(opened)}</SettingsContext>
    </StrictMode>,
  );
});

/** The settings of whoever is signed in; changes of another page arrive at once, those on another device when somebody returns. */
function openSettings({ session }: Opened): SettingsStore {
  const store = new SettingsStore(session?.settings ?? null, {
    fetch: fetchSettings,
    put: putSettings,
    seeAlerts: putAlertsSeen,
  });
  const apply = (): void => {
    const { theme, timeZone } = store.read().settings;
    const zones = { site: session?.siteTimeZone ?? null, utc: 'UTC', browser: null };
    showTimesIn(zones[timeZone]);
    chooseTheme(theme);
  };
  apply();
  store.listen(apply);
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') void store.refresh();
  });
  window.addEventListener('storage', ({ key }) => {
    if (key === SETTINGS_KEY) store.takeCopy();
  });
  return store;
}

/** The sign-in page for users who are not signed in or must choose a password; a wall that was led to another page is told why. */
function pageFor({ session, refusal }: Opened): ReactNode {
  const who = session?.who ?? null;
  const isWall = isWallPath(location.pathname);
  const mayView = who !== null && !who.mustChangePassword && (isWall || isAtLeast(who.role, 'viewer'));
  if (who?.role === 'wall' && !isWall && !isSignInPage()) return <WallOnlyPage who={who} />;
  if (session !== null && (!mayView || isSignInPage())) {
    return <SignInPage session={mayView ? { ...session, who: null } : session} refusal={refusal} />;
  }
  return livePages(who);
}

function livePages(who: Who | null): ReactNode {
  onUnauthenticated(goToSignIn);
  const store = new LiveStore(
    (sink) => openSocketConnection(sink, basePath, () => void recheckWho(who)),
    scheduleFrame,
  );
  // The server's heartbeat: without it a page that shows the past would take a live connection for a silent one.
  store.retain({ view: 'status' });
  return (
    <WhoContext value={who}>
      <LiveContext value={store}>
        <InShownZone>
          <RouterProvider router={router} />
        </InShownZone>
      </LiveContext>
    </WhoContext>
  );
}
