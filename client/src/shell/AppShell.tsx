import { Suspense, useEffect } from 'react';
import { Outlet, useHref, useLocation } from 'react-router';
import { ErrorBoundary } from '../components/layout/ErrorBoundary.js';
import { Skeleton } from '../components/layout/Panel.js';
import { Toasts } from '../components/feedback/Toasts.js';
import { WithinRecord } from '../history/WithinRecord.js';
import { useDensity } from '../settings/use-density.js';
import styles from './AppShell.module.css';
import { keepFocus } from './focus-keeper.js';
import { Banners } from './Banners.js';
import { MainNav } from './MainNav.js';
import { StatusStrip } from './StatusStrip.js';
import { usePageKeys } from './use-page-keys.js';

/** The frame of every page but the wall: navigation, status strip, page, banners. */
export function AppShell() {
  useDensity();
  const { pathname } = useLocation();
  usePageKeys();
  useEffect(keepFocus, []);
  const skipHref = useHref({ pathname, hash: '#content' });
  return (
    <Toasts>
      <div className={styles.shell}>
        <a className={styles.skip} href={skipHref}>
          Skip to content
        </a>
        <MainNav />
        <div className={styles.column}>
          <StatusStrip />
          <main id="content" className={styles.main} tabIndex={-1}>
            <ErrorBoundary key={pathname} name="This page">
              <Suspense fallback={<Skeleton rem={20} />}>
                <WithinRecord>
                  <Outlet />
                </WithinRecord>
              </Suspense>
            </ErrorBoundary>
          </main>
          <Banners />
        </div>
      </div>
    </Toasts>
  );
}
