/**
 * The states of a cluster, as pages of a server that is told that it is a node of one: what they show comes from the stream,
 * and needs no machines of its own for a picture.
 *
 * @typedef {import('@playwright/test').Page} Page
 * @typedef {import('@tunnelwatch/shared/cluster').ClusterNode} ClusterNode
 * @typedef {import('@tunnelwatch/shared/cluster').ClusterCollector} ClusterCollector
 * @typedef {import('@tunnelwatch/shared/cluster').ClusterStatus} ClusterStatus
 * @typedef {import('./shots.mjs').Target} Target
 */

const MINUTE_MS = 60_000;

/**
 * @param {string} name
 * @param {Partial<ClusterNode>} [part]
 * @returns {ClusterNode}
 */
function node(name, part = {}) {
  const upToDate = { sequence: 90_000, lagMessages: 0, lagMs: 0, isActing: false, heardMs: 400 };
  return { name, version: '1.0.0', ...upToDate, store: 'same', differingSettings: [], ...part };
}

/**
 * @param {string} name
 * @param {Partial<ClusterCollector>} [part]
 * @returns {ClusterCollector}
 */
function collector(name, part = {}) {
  const nothingWaits = { waitingBatches: 0, waitingBytes: 0, limitBytes: 1_000_000_000, heardMs: 600 };
  return { name, version: '1.0.0', sources: 3, ...nothingWaits, ...part };
}

/**
 * @param {Partial<ClusterStatus>} [part]
 * @returns {ClusterStatus}
 */
function status(part = {}) {
  return {
    name: 'tunnelwatch',
    member: 'noc-a',
    state: 'connected',
    since: null,
    reason: null,
    stream: {
      first: 1,
      last: 90_000,
      bytes: 5_000_000_000,
      maxBytes: 20_000_000_000,
      firstAt: Date.now() - 4300 * MINUTE_MS,
    },
    nodes: [node('noc-a', { heardMs: 0 }), node('noc-b', { isActing: true }), node('noc-c', { sequence: 89_990 })],
    collectors: [collector('site-north'), collector('site-south', { sources: 12 })],
    ...part,
  };
}

/** No server of the stream answers. */
function cutOff() {
  return status({
    state: 'disconnected',
    since: Date.now() - 2 * MINUTE_MS,
    reason: 'no NATS server answers at nats://192.0.2.10:4222',
    stream: null,
  });
}

const [own, acting] = [node('noc-a', { heardMs: 0 }), node('noc-b', { isActing: true })];

/** @type {Readonly<Record<string, () => ClusterStatus>>} */
const STATES = {
  connected: () => status(),
  behind: () =>
    status({
      nodes: [own, acting, node('noc-c', { lagMessages: 4200, lagMs: 95_000, version: '1.1.0', store: 'unknown' })],
      collectors: [collector('site-north', { waitingBatches: 900, waitingBytes: 850_000_000 })],
    }),
  diverged: () =>
    status({ nodes: [own, node('noc-b', { isActing: true, store: 'differs' }), node('noc-c', { heardMs: 240_000 })] }),
  'no-quorum': () =>
    status({
      state: 'no-quorum',
      since: Date.now() - 2 * MINUTE_MS,
      reason: 'the leader n1 of the stream hears nothing of n2, n3',
    }),
  'cut-off': cutOff,
};

/**
 * Has the server say on this page that it is a node of a cluster.
 *
 * @param {Page} page
 * @param {ClusterStatus} seen
 */
async function seem(page, seen) {
  // Loaded only now: a new checkout builds it first.
  const { clusterBrief } = await import('@tunnelwatch/shared/cluster-view');
  await page.routeWebSocket(/socket\.io/, (socket) => {
    socket.connectToServer().onMessage((message) => {
      const part = JSON.stringify({ status: seen, at: Date.now(), notShown: 0 });
      socket.send(
        String(message)
          .replace(/"kind":"cluster","seen":null/, `"kind":"cluster","seen":${part}`)
          .replace(/"cluster":null/, `"cluster":${JSON.stringify(clusterBrief(seen))}`),
      );
    });
  });
}

/** @type {readonly Target[]} */
export const clusterTargets = [
  { name: 'alone', path: 'cluster' },
  ...Object.entries(STATES).map(([name, make]) => ({
    name,
    path: 'cluster',
    before: (/** @type {Page} */ page) => seem(page, make()),
  })),
  ...[
    { name: 'overview', path: '' },
    { name: 'wall', path: 'wall?theme=system' },
  ].map(({ name, path }) => ({
    name: `${name}-cut-off`,
    path,
    before: (/** @type {Page} */ page) => seem(page, cutOff()),
  })),
];
