/** Who may import whom: docs/architecture.md. Libraries are listed from the bottom up. */
const LIBRARIES = {
  'exact-json': [],
  'run-events': ['exact-json'],
  history: ['exact-json'],
  config: [],
  telemetry: ['config'],
  database: ['config', 'telemetry'],
  queue: ['config', 'telemetry'],
  ledger: ['run-events', 'config', 'telemetry', 'database', 'queue'],
};

const NOT_TESTS = '\\.spec\\.tsx?$';

const libraryRules = Object.entries(LIBRARIES).map(([name, allowed]) => ({
  name: `libs/${name}`,
  comment: `libs/${name} imports ${allowed.length === 0 ? 'none of our code' : `of ours only ${allowed.join(', ')}`}.`,
  severity: 'error',
  from: { path: `^libs/${name}/` },
  to: { path: '^(apps|libs|test)/', pathNot: `^libs/(${[name, ...allowed].join('|')})/` },
}));

/** Which wings of the API a wing may know. `api.module.ts` and what starts it know all of them. */
const WINGS = {
  errors: [],
  'injection-tokens': [],
  gate: ['errors', 'injection-tokens'],
  graphql: ['errors', 'gate'],
  ingest: ['errors', 'gate', 'injection-tokens'],
  run: ['errors', 'gate', 'graphql'],
  fleet: ['errors', 'gate', 'graphql', 'run'],
  insight: ['errors', 'gate', 'graphql', 'run', 'fleet'],
  custody: ['errors', 'gate', 'graphql', 'injection-tokens', 'run', 'fleet', 'insight'],
  http: ['errors', 'gate', 'injection-tokens'],
};

const wingRules = Object.entries(WINGS).map(([name, known]) => ({
  name: `api/${name}`,
  comment: `The wing ${name} of the API knows ${known.length === 0 ? 'no other' : `only ${known.join(', ')}`}.`,
  severity: 'error',
  from: { path: `^apps/api/src/${name}/`, pathNot: NOT_TESTS },
  to: { path: '^apps/api/src/', pathNot: `^apps/api/src/(${[name, ...known].join('|')})/` },
}));

module.exports = {
  forbidden: [
    {
      name: 'no-circles',
      comment: 'Of files, types counted too; circles of folders are in .dependency-cruiser.folders.cjs.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    ...libraryRules,
    ...wingRules,
    {
      name: 'libs-by-their-index',
      comment: 'A library is entered through its index.ts.',
      severity: 'error',
      from: { path: '^(apps|libs|migrations|test)/([^/]+)/' },
      to: { path: '^libs/', pathNot: ['^libs/[^/]+/src/index\\.ts$', '^libs/$2/'] },
    },
    {
      name: 'apps-apart',
      comment: 'Apps never import apps; standalone composes api and worker.',
      severity: 'error',
      from: { path: '^apps/([^/]+)/', pathNot: '^apps/standalone/' },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'standalone-composes',
      comment: 'Of api and worker, standalone knows only how to start them.',
      severity: 'error',
      from: { path: '^apps/standalone/', pathNot: NOT_TESTS },
      to: { path: '^apps/', pathNot: '^apps/(standalone/|api/src/start-api\\.ts$|worker/src/start-worker\\.ts$)' },
    },
    {
      name: 'web-knows-the-schema-only',
      comment: 'And how to read numbers exactly.',
      severity: 'error',
      from: { path: '^apps/web/' },
      to: {
        path: '^(apps|libs|migrations|test)/',
        pathNot: '^(apps/web/|apps/api/schema\\.graphql$|libs/exact-json/)',
      },
    },
    {
      name: 'web-kit-knows-no-parts',
      comment: 'kit is what any page could use: it knows nothing of runs, hosts or services.',
      severity: 'error',
      from: { path: '^apps/web/src/kit/' },
      to: { path: '^apps/web/src/', pathNot: '^apps/web/src/kit/' },
    },
    {
      name: 'web-parts-know-no-pages',
      severity: 'error',
      from: { path: '^apps/web/src/parts/' },
      to: { path: '^apps/web/src/', pathNot: '^apps/web/src/(kit|parts)/' },
    },
    {
      name: 'web-pages-apart',
      comment: 'What two pages show is one of parts.',
      severity: 'error',
      from: { path: '^apps/web/src/pages/([^/]+)/' },
      to: { path: '^apps/web/src/', pathNot: '^apps/web/src/(kit/|parts/|style/|pages/$1/)' },
    },
    {
      name: 'cli-knows-the-api-only',
      comment: 'The command asks over GraphQL: it runs where no server code can. Numbers it reads exactly.',
      severity: 'error',
      from: { path: '^apps/cli/' },
      to: { path: '^(apps|libs|migrations|test)/', pathNot: '^(apps/cli|libs/exact-json)/' },
    },
    {
      name: 'questions-keep-to-scopes',
      comment: 'What answers questions asks the ScopedDatabase, which knows what the asker may see.',
      severity: 'error',
      from: {
        path: '^apps/api/src/',
        pathNot: [
          '^apps/api/src/(errors|ingest|http/health)/',
          // What the ScopedDatabase itself asks, and what lets people in before there is a scope.
          '^apps/api/src/gate/(admission|audit|scopes|sign-in|tokens)/',
          '^apps/api/src/(api\\.module|start-api)\\.ts$',
          // They change something, after they have asked whether the asker sees it.
          '^apps/api/src/insight/failure-groups/failure-group-commands\\.ts$',
          '^apps/api/src/custody/(dead-letters/replay-dead-letters|redactions/redact-secret)\\.ts$',
          // They keep tokens, and show nothing of runs.
          '^apps/api/src/custody/(api-tokens/api-tokens\\.resolver|exports/export-tickets)\\.ts$',
          // Only the type of an error.
          '^apps/api/src/(graphql/relay/lists|insight/search/search\\.read-model)\\.ts$',
        ],
      },
      to: { path: '^node_modules/typeorm/' },
    },
    {
      name: 'migrations-are-run-by-the-database',
      severity: 'error',
      from: { path: '^(apps|libs)/', pathNot: '^libs/database/' },
      to: { path: '^migrations/' },
    },
    {
      name: 'migrations-stand-alone',
      comment: 'A migration must do tomorrow what it did when it landed.',
      severity: 'error',
      from: { path: '^migrations/' },
      to: { path: '^(apps|libs|test)/' },
    },
    {
      name: 'tests-are-not-imported',
      severity: 'error',
      from: { path: '^(apps|libs|migrations)/', pathNot: NOT_TESTS },
      to: { path: `^test/|${NOT_TESTS}` },
    },
    {
      name: 'no-unresolved',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|node_modules/\\.vite)/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
