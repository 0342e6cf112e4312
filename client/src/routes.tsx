import { lazy, Suspense } from 'react';
import { createBrowserRouter, Outlet, type RouteObject, useRouteError } from 'react-router';
import { routerBasename } from './browser/base-path.js';
import { ErrorBoundary } from './components/layout/ErrorBoundary.js';
import { reloadOnceServed } from './browser/reload.js';
import { HistoryProvider } from './history/HistoryProvider.js';
import { NotFoundPage } from './shell/NotFoundPage.js';
import { FailedNote } from './components/layout/FailedNote.js';

/** The last resort when even the frame of a page failed. */
function RouteFailure() {
  const error = useRouteError();
  const detail = error instanceof Error ? error.message : 'Unknown error.';
  return (
    <FailedNote title="Something went wrong" detail={`${detail} Reload the page.`} onRetry={() => location.reload()} />
  );
}

/** A wall needs none of it. */
const AppShell = lazy(() => import('./shell/AppShell.js').then((m) => ({ default: m.AppShell })));
const OverviewPage = lazy(() => import('./views/overview/OverviewPage.js').then((m) => ({ default: m.OverviewPage })));
const TunnelsPage = lazy(() => import('./views/tunnels/TunnelsPage.js').then((m) => ({ default: m.TunnelsPage })));
const GatewaysPage = lazy(() => import('./views/gateways/GatewaysPage.js').then((m) => ({ default: m.GatewaysPage })));
const GatewayPage = lazy(() => import('./views/gateway/GatewayPage.js').then((m) => ({ default: m.GatewayPage })));
const TunnelPage = lazy(() => import('./views/tunnel/TunnelPage.js').then((m) => ({ default: m.TunnelPage })));
const AlertsPage = lazy(() => import('./views/alerts/list/AlertsPage.js').then((m) => ({ default: m.AlertsPage })));
const AlertPage = lazy(() => import('./views/alerts/detail/AlertPage.js').then((m) => ({ default: m.AlertPage })));
const AlertHealthPage = lazy(() =>
  import('./views/alerts/health/AlertHealthPage.js').then((m) => ({ default: m.AlertHealthPage })),
);
const WindowsPage = lazy(() =>
  import('./views/alerts/windows/WindowsPage.js').then((m) => ({ default: m.WindowsPage })),
);
const EventsPage = lazy(() => import('./views/events/EventsPage.js').then((m) => ({ default: m.EventsPage })));
const EventPage = lazy(() => import('./views/events/EventPage.js').then((m) => ({ default: m.EventPage })));
const InventoryPage = lazy(() =>
  import('./views/inventory/InventoryPage.js').then((m) => ({ default: m.InventoryPage })),
);
const SourcesPage = lazy(() => import('./views/sources/SourcesPage.js').then((m) => ({ default: m.SourcesPage })));
const ClusterPage = lazy(() => import('./views/cluster/ClusterPage.js').then((m) => ({ default: m.ClusterPage })));
const CataloguePage = lazy(() =>
  import('./views/catalogue/CataloguePage.js').then((m) => ({ default: m.CataloguePage })),
);
const AdminPage = lazy(() => import('./views/admin/AdminPage.js').then((m) => ({ default: m.AdminPage })));
const AuditPage = lazy(() => import('./views/admin/audit/AuditPage.js').then((m) => ({ default: m.AuditPage })));
const WallsPage = lazy(() => import('./views/admin/walls/WallsPage.js').then((m) => ({ default: m.WallsPage })));
const ApiPage = lazy(() => import('./views/api/ApiPage.js').then((m) => ({ default: m.ApiPage })));
const RulesPage = lazy(() => import('./views/rules/RulesPage.js').then((m) => ({ default: m.RulesPage })));
const ReportPage = lazy(() => import('./views/report/ReportPage.js').then((m) => ({ default: m.ReportPage })));
const SettingsPage = lazy(() => import('./views/settings/SettingsPage.js').then((m) => ({ default: m.SettingsPage })));
const WallPage = lazy(() => import('./views/wall/WallPage.js').then((m) => ({ default: m.WallPage })));

const WALL_RETRY_MS = 15_000;

/** There is nobody at the wall to press a button. */
function reloadWallSoon(): void {
  setTimeout(() => void reloadOnceServed(), WALL_RETRY_MS);
}

const wall = (
  <ErrorBoundary name="The wall" onError={reloadWallSoon}>
    <Suspense fallback={null}>
      <WallPage />
    </Suspense>
  </ErrorBoundary>
);

const pages: RouteObject[] = [
  { path: '/wall', element: wall, errorElement: <RouteFailure /> },
  { path: '/wall/:id', element: wall, errorElement: <RouteFailure /> },
  {
    element: (
      <Suspense fallback={null}>
        <AppShell />
      </Suspense>
    ),
    errorElement: <RouteFailure />,
    children: [
      { index: true, element: <OverviewPage /> },
      { path: '/tunnels', element: <TunnelsPage /> },
      { path: '/tunnels/:gateway/:matchkey', element: <TunnelPage /> },
      { path: '/gateways', element: <GatewaysPage /> },
      { path: '/gateways/:gateway', element: <GatewayPage /> },
      { path: '/alerts', element: <AlertsPage /> },
      { path: '/alerts/health', element: <AlertHealthPage /> },
      { path: '/alerts/windows', element: <WindowsPage /> },
      { path: '/alerts/:id', element: <AlertPage /> },
      { path: '/events', element: <EventsPage /> },
      { path: '/events/:name', element: <EventPage /> },
      { path: '/report', element: <ReportPage /> },
      { path: '/inventory', element: <InventoryPage /> },
      { path: '/sources', element: <SourcesPage /> },
      { path: '/cluster', element: <ClusterPage /> },
      { path: '/catalogue', element: <CataloguePage /> },
      { path: '/settings', element: <SettingsPage /> },
      { path: '/admin', element: <AdminPage /> },
      { path: '/admin/audit', element: <AuditPage /> },
      { path: '/api-reference', element: <ApiPage /> },
      { path: '/admin/rules', element: <RulesPage /> },
      { path: '/admin/walls', element: <WallsPage /> },
      { path: '*', element: <NotFoundPage /> },
    ],
  },
];

const withHistory = (
  <HistoryProvider>
    <Outlet />
  </HistoryProvider>
);

const routes: RouteObject[] = [{ element: withHistory, errorElement: <RouteFailure />, children: pages }];

export const router = createBrowserRouter(routes, { basename: routerBasename });
