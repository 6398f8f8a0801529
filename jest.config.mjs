const swc = [
  '@swc/jest',
  {
    jsc: {
      parser: { syntax: 'typescript', tsx: true, decorators: true },
      target: 'es2023',
      transform: {
        legacyDecorator: true,
        decoratorMetadata: true,
        useDefineForClassFields: false,
        react: { runtime: 'automatic' },
      },
    },
    module: { type: 'es6' },
  },
];

const project = (name, testMatch, more = {}) => ({
  displayName: name,
  testMatch: testMatch.map((pattern) => `<rootDir>/${pattern}`),
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  transform: { '^.+\\.tsx?$': swc },
  moduleNameMapper: {
    '^#(exact-json|run-events|history|config|telemetry|database|queue|ledger)$': '<rootDir>/libs/$1/src/index.ts',
    // Of 683 files, which each file of tests would load for itself.
    '^typebox$': '<rootDir>/dist/bundled/typebox.js',
    '^typebox/compile$': '<rootDir>/dist/bundled/typebox-compile.js',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.cache/'],
  ...more,
});

/** Everything that needs a server starts from the template database that the global set-up makes. */
const withPostgres = {
  globalSetup: '<rootDir>/test/support/global-setup.mjs',
  globalTeardown: '<rootDir>/test/support/global-teardown.mjs',
};

export default {
  projects: [
    project('unit', ['apps/**/*.spec.ts', 'libs/**/*.spec.ts', 'migrations/**/*.spec.ts']),
    project('contract', ['test/contract/**/*.spec.ts']),
    project('medium', ['test/medium/**/*.spec.ts'], withPostgres),
    project('e2e', ['test/e2e/**/*.spec.ts'], withPostgres),
    project('attack', ['test/attack/**/*.spec.ts'], withPostgres),
    project('chaos', ['test/chaos/**/*.spec.ts']),
    project('keycloak', ['test/keycloak/**/*.spec.ts'], withPostgres),
  ],
  testTimeout: 240_000,
  maxWorkers: 2,
};
