/** Every page of the navigation, with the key that opens it after `g`; none for those that are seldom wanted. */
export const PAGES = [
  { to: '/', label: 'Overview', key: 'o', end: true },
  { to: '/tunnels', label: 'Tunnels', key: 't', end: false },
  { to: '/gateways', label: 'Gateways', key: null, end: false },
  { to: '/alerts', label: 'Alerts', key: 'a', end: false },
  { to: '/events', label: 'Events', key: 'e', end: false },
  { to: '/report', label: 'Report', key: 'r', end: false },
  { to: '/inventory', label: 'Inventory', key: 'i', end: false },
  { to: '/sources', label: 'Sources', key: 's', end: false },
  { to: '/catalogue', label: 'Catalogue', key: 'c', end: false },
  { to: '/settings', label: 'Settings', key: null, end: false },
  { to: '/admin', label: 'Admin', key: null, end: false },
  { to: '/wall', label: 'Wall', key: 'w', end: false },
] as const;

/** Only where there is a cluster; the last, so that the others keep their places when it becomes known. */
export const CLUSTER_PAGE = { to: '/cluster', label: 'Cluster', key: null, end: false } as const;
