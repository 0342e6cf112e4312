/**
 * The direction of dependencies, as ARCHITECTURE.md draws it: folders stand in the order of the data, and a stage may
 * only look back. scripts/check-dependencies.mjs runs this and proves that it sees every module and catches a violation.
 */

/** The server's stages in the order of the data. */
const STAGES = [
  'config',
  'people',
  'source',
  'decode',
  'classify',
  'aggregate',
  'diagnose',
  'inventory',
  'alert',
  'report',
  'store',
  'publish',
  'http',
  'notify',
];

/** Folders and files of server/src that join stages, in their own order: each may import every stage and what is before it. */
const JOINERS = ['pipeline', 'past', 'control', 'hub', 'app', 'commands', 'main'];

/** Files of server/src that everybody may import and that import nobody. */
const FOUNDATIONS = ['file-name', 'log', 'thread-limits', 'version'];

/** What may stand in server/src; anything else has no place in the order yet and must be given one here. */
export const SERVER_PLACES = [...STAGES, ...JOINERS, ...FOUNDATIONS];

const PURE = ['decode', 'classify', 'aggregate', 'diagnose', 'inventory', 'alert', 'report'];

/** @param {readonly string[]} names */
const server = (names) => `^server/src/(${names.join('|')})(/|[.]ts$|-)`;

/** A stage never imports a later one, not even its types. */
const onlyBackwards = STAGES.slice(0, -1).map((stage, index) => ({
  name: `${stage}-looks-forward`,
  severity: 'error',
  comment: `${stage} comes before these stages in the order of the data and must not know them`,
  from: { path: server([stage]) },
  to: { path: server(STAGES.slice(index + 1)) },
}));

/** Between stages go types; code goes only out of the pure ones, which have no state and no effects. */
const onlyTypesOfStagesWithEffects = STAGES.map((stage) => ({
  name: `${stage}-runs-a-stage-with-effects`,
  severity: 'error',
  comment: 'only app and pipeline join stages; take the object as an argument and import its type',
  from: { path: server([stage]) },
  to: {
    path: server(STAGES.filter((other) => other !== stage && !PURE.includes(other))),
    dependencyTypesNot: ['type-only'],
  },
}));

const joinersInOrder = JOINERS.slice(0, -1).map((joiner, index) => ({
  name: `${joiner}-looks-up`,
  severity: 'error',
  comment: `${joiner} is joined by these and must not know them`,
  from: { path: server([joiner]) },
  to: { path: server(JOINERS.slice(index + 1)) },
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
    ...onlyBackwards,
    ...onlyTypesOfStagesWithEffects,
    {
      name: 'only-joiners-join',
      severity: 'error',
      comment: 'a stage must not know who joins it',
      from: { path: server(STAGES) },
      to: { path: server(JOINERS) },
    },
    ...joinersInOrder,
    {
      name: 'foundations-carry',
      severity: 'error',
      comment: 'everybody stands on these, so they stand on nobody',
      from: { path: server(FOUNDATIONS) },
      to: { path: server([...STAGES, ...JOINERS]) },
    },
    {
      name: 'pure-stages-do-no-io',
      severity: 'error',
      comment: 'any past minute can be computed again only from a core without clocks, files and sockets',
      from: { path: server(PURE) },
      to: {
        path: [
          '^(node:)?(fs|fs/promises|net|dgram|tls|http|https|child_process|worker_threads|timers|timers/promises)$',
          '^node_modules/(express|socket[.]io|@photostructure/sqlite|pino)/',
        ],
      },
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
