/**
 * Which room may know which, as ARCHITECTURE.md draws it. scripts/check-dependencies.mjs runs this, proves that it sees every
 * module, and a test proves that it catches each kind of violation.
 */

/** The rooms of server/src, each of which may import those before it and never one behind it. */
const ROOMS = [
  'core',
  'config',
  'threads',
  'store',
  'cluster',
  'ingest',
  'serve',
  'simulator',
  'app',
  'commands',
  'main',
];

/** Single files of server/src that every room but the core may import. */
const FOUNDATIONS = ['database-file', 'file-name', 'log', 'installation'];

/** What may stand in server/src; anything else has no place yet and must be given one here. */
export const SERVER_PLACES = [...ROOMS, ...FOUNDATIONS];

/** @param {readonly string[]} names */
const server = (names) => `^server/src/(${names.join('|')})(/|[.]ts$)`;

const roomsInOrder = ROOMS.slice(1, -1).map((room, index) => ({
  name: `${room}-looks-forward`,
  severity: 'error',
  comment: `${room} must work without the rooms that are built on it`,
  from: { path: server([room]) },
  to: { path: server(ROOMS.slice(index + 2)) },
}));

const configuration = {
  forbidden: [
    {
      name: 'no-circle',
      severity: 'error',
      comment: 'what imports each other is one thing; imports of types count',
      from: {},
      to: { circular: true },
    },
    {
      name: 'not-resolved',
      severity: 'error',
      comment: 'a module that the checker cannot find is one that it cannot judge',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'shared-is-pure',
      severity: 'error',
      comment: 'both ends speak it: nothing but itself and zod',
      from: { path: '^shared/src/' },
      to: { pathNot: ['^shared/src/', '^node_modules/zod/'] },
    },
    {
      name: 'nobody-imports-tests',
      severity: 'error',
      from: { pathNot: '^test/' },
      to: { path: '^test/' },
    },
    {
      name: 'server-without-client',
      severity: 'error',
      from: { path: '^server/src/' },
      to: { path: '^client/' },
    },
    {
      name: 'client-without-server',
      severity: 'error',
      from: { path: '^client/src/' },
      to: { path: ['^server/'], dependencyTypesNot: ['core'] },
    },
    {
      name: 'no-node-in-the-client',
      severity: 'error',
      from: { path: '^client/src/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'core-imports-no-shell',
      severity: 'error',
      comment:
        'the same inputs must give the same state, on any machine and again later: no clock, file, socket or store',
      from: { path: server(['core']) },
      to: { pathNot: ['^server/src/core/', '^shared/', '^node_modules/(zod|luxon|re2js|@types/luxon)/'] },
    },
    ...roomsInOrder,
    {
      name: 'ingest-and-serve-meet-in-app',
      severity: 'error',
      comment: 'they run in threads of their own and meet through messages alone',
      from: { path: server(['serve']) },
      to: { path: server(['ingest']) },
    },
    {
      name: 'only-app-and-commands-simulate',
      severity: 'error',
      comment: 'what watches real gateways must not depend on what plays them',
      from: { path: '^server/src/', pathNot: server(['simulator', 'app', 'commands']) },
      to: { path: server(['simulator']) },
    },
    {
      name: 'only-the-stream-knows-nats',
      severity: 'error',
      comment: 'without a cluster nothing of NATS is loaded',
      from: { path: '^server/src/', pathNot: '^server/src/cluster/stream/' },
      to: { path: '^node_modules/@nats-io/' },
    },
    {
      name: 'foundations-carry',
      severity: 'error',
      comment: 'everybody stands on these, so they stand on nobody',
      from: { path: server(FOUNDATIONS) },
      to: { path: server(ROOMS) },
    },
    {
      name: 'live-without-react',
      severity: 'error',
      comment: 'the live store is plain TypeScript; the hook and the context are the thin part that knows React',
      from: { path: '^client/src/live/', pathNot: '^client/src/live/(use-[^/]+|live-context)[.]tsx?$' },
      to: { path: '^node_modules/(react|react-dom|react-router|@types/react)/' },
    },
    {
      name: 'only-connection-knows-sockets',
      severity: 'error',
      from: { path: '^client/src/', pathNot: '^client/src/connection/' },
      to: { path: '^node_modules/(socket[.]io|engine[.]io)[^/]*/' },
    },
    {
      name: 'pages-without-connection',
      severity: 'error',
      comment: 'views select from the live store and never talk to the server by themselves',
      from: { path: '^client/src/(views|components|charts|theme)/' },
      to: { path: '^client/src/connection/' },
    },
  ],
  options: {
    doNotFollow: { path: ['node_modules', '^(shared|server|client)/dist/'] },
    // Imports of types bind modules together as well.
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['types', 'import', 'node', 'default'],
      mainFields: ['module', 'main', 'types'],
    },
  },
};

export default configuration;
