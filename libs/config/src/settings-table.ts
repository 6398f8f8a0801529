import { dirname, join } from 'node:path';
import { openIdRoles } from './open-id-roles.js';
import { redactPatterns } from './redact-patterns.js';
import { retentionPolicy } from './retention-policy.js';
import { integer, oneOf, onOrOff, path, secret, secureBaseUrl, secureUrl, text, url } from './setting-kinds.js';
import type { SettingsTable } from './setting.js';
import { trustedProxies } from './trusted-proxies.js';

/*
 * Every setting, once: `Settings` has its type from here, and `npm run generate` writes the tables of README.md and
 * docs/access.md.
 *
 * No library reads it. TypeBox takes "12.7" for 12 and "true" for 1, stops at the first decoder that refuses, and names no
 * value; envalid reports all mistakes, but takes an empty value as set, one mistake a variable and no default that is made
 * of another variable: every kind would be ours all the same.
 */

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'silent'] as const;

const EVERY_PROCESS = ['API', 'worker'] as const;

export const SETTINGS_TABLE = {
  host: {
    variable: 'HOST',
    kind: text('address'),
    default: '127.0.0.1',
    usedBy: EVERY_PROCESS,
    meaning: 'Address to listen on. `0.0.0.0` serves other machines.',
  },
  port: {
    variable: 'PORT',
    kind: integer(0, 65_535),
    default: 3000,
    usedBy: ['API'],
    meaning: 'Port of the API and the page. `0` takes a free one.',
  },
  dataDir: {
    variable: 'PLAYLEDGER_DATA_DIR',
    kind: path('directory'),
    default: '.playledger',
    usedBy: EVERY_PROCESS,
    meaning: 'Directory of the embedded Postgres, the file `admin-token` and the key of the seals.',
  },
  databaseUrl: {
    variable: 'DATABASE_URL',
    kind: url('postgres', 'postgresql'),
    whenUnset: 'embedded',
    usedBy: EVERY_PROCESS,
    meaning: 'Postgres 14 or newer. Without it `npm start` runs an embedded Postgres; separate processes need it.',
  },
  databaseReplicaUrl: {
    variable: 'DATABASE_REPLICA_URL',
    kind: url('postgres', 'postgresql'),
    usedBy: ['API'],
    meaning: 'Streaming replica that answers questions. While it is down, the primary answers.',
  },
  databasePoolSize: {
    variable: 'DATABASE_POOL_SIZE',
    kind: integer(2, 500),
    default: 10,
    usedBy: EVERY_PROCESS,
    meaning: 'Most connections of one process to Postgres. For a worker it is at least 2 × `WORKER_CONCURRENCY` + 4.',
  },
  redisUrl: {
    variable: 'REDIS_URL',
    kind: url('redis', 'rediss'),
    usedBy: EVERY_PROCESS,
    meaning: 'Redis for the queue (BullMQ), with `appendonly` and `noeviction`. Without it the queue is in Postgres.',
  },
  logLevel: {
    variable: 'LOG_LEVEL',
    kind: oneOf(LOG_LEVELS),
    default: 'info',
    usedBy: EVERY_PROCESS,
    meaning: 'Lowest level that is logged, as JSON lines on standard error. `silent` logs nothing.',
  },
  workerConcurrency: {
    variable: 'WORKER_CONCURRENCY',
    kind: integer(1, 64),
    default: 4,
    usedBy: ['worker'],
    meaning: 'Runs that one worker folds at the same time.',
  },
  interruptedAfterSeconds: {
    variable: 'PLAYLEDGER_INTERRUPTED_AFTER',
    kind: integer(5, 86_400, 'seconds'),
    default: 120,
    usedBy: ['worker'],
    meaning: 'After this time without a sign of life, a running run is marked interrupted.',
  },
  packAfterSeconds: {
    variable: 'PLAYLEDGER_PACK_AFTER',
    kind: integer(1, 86_400, 'seconds'),
    default: 600,
    usedBy: ['worker'],
    meaning: 'After this time without an upload, the small batches of a run are [packed](docs/operations.md#packing).',
  },
  ingestConcurrency: {
    variable: 'INGEST_CONCURRENCY',
    kind: integer(1, 1_000, 'uploads'),
    default: 32,
    usedBy: ['API'],
    meaning: 'Uploads that one API handles at the same time. More get 503, and the plugin sends them again.',
  },
  ingestBacklogMib: {
    variable: 'INGEST_BACKLOG_MIB',
    kind: integer(1, 1_048_576, 'MiB'),
    default: 8_192,
    usedBy: ['API'],
    meaning:
      'Size of the batches, inflated, that may wait to be folded. Above it uploads get 429, and the plugin sends them again.',
  },
  ingestBacklogBatches: {
    variable: 'INGEST_BACKLOG_BATCHES',
    kind: integer(1, 10_000_000, 'batches'),
    default: 200_000,
    usedBy: ['API'],
    meaning: 'Batches that may wait to be folded. Above it uploads get 429, and the plugin sends them again.',
  },
  workerPort: {
    variable: 'WORKER_PORT',
    kind: integer(0, 65_535),
    usedBy: ['worker'],
    meaning:
      'Port, on `HOST`, of the health and the [metrics](docs/operations.md#metrics) of a worker. They need no token.',
  },
  sealKeyFile: {
    variable: 'SEAL_KEY_FILE',
    kind: path('file'),
    default: {
      from: (textOf) => join(textOf('PLAYLEDGER_DATA_DIR'), 'seal-key.pem'),
      shown: '`seal-key.pem` in the data directory',
    },
    usedBy: EVERY_PROCESS,
    meaning: 'Key that [signs](docs/proof.md) the ledger, the same for all processes. The first worker makes it.',
  },
  sealMemoryFile: {
    variable: 'SEAL_MEMORY_FILE',
    kind: path('file'),
    default: {
      from: (textOf) => join(dirname(textOf('SEAL_KEY_FILE')), 'seal-memory.json'),
      shown: '`seal-memory.json` beside the key',
    },
    usedBy: EVERY_PROCESS,
    meaning:
      'Last seal, [outside of the database](docs/proof.md#what-is-kept-outside-of-the-database): a missing one is noticed.',
  },
  sealPublishFile: {
    variable: 'SEAL_PUBLISH_FILE',
    kind: path('file'),
    usedBy: ['worker'],
    meaning: 'File that gets a line for each seal, for others to keep.',
  },
  retention: {
    variable: 'PLAYLEDGER_RETENTION',
    kind: retentionPolicy,
    whenUnset: 'everything',
    usedBy: ['worker'],
    meaning: 'How long the [details](docs/operations.md#retention) of runs are kept: `400d, label:ci=30d`.',
  },
  statementTimeoutSeconds: {
    variable: 'STATEMENT_TIMEOUT',
    kind: integer(1, 3_600, 'seconds'),
    default: 30,
    usedBy: ['API'],
    meaning: 'After this time Postgres cancels a statement of the API.',
  },
  graphqlIntrospection: {
    variable: 'GRAPHQL_INTROSPECTION',
    kind: onOrOff,
    default: 'on',
    usedBy: ['API'],
    meaning: '`off` hides the schema. GraphiQL then has no completion.',
  },
  requestsPerMinute: {
    variable: 'REQUESTS_PER_MINUTE',
    kind: integer(1, 1_000_000, 'requests'),
    default: 12_000,
    usedBy: ['API'],
    meaning: 'Requests of one token within a minute, without uploads. Without Redis each API counts for itself.',
  },
  trustedProxies: {
    variable: 'TRUSTED_PROXIES',
    kind: trustedProxies,
    usedBy: ['API'],
    meaning: "Proxies whose `X-Forwarded-For` names the sender's address.",
  },
  adminToken: {
    variable: 'PLAYLEDGER_ADMIN_TOKEN',
    kind: secret(/^[\w-]{24,200}$/, '24 to 200 letters, digits, - or _'),
    whenUnset: 'made at the first start',
    usedBy: ['API'],
    meaning: 'First admin token, for deployments that make their secrets themselves.',
  },
  redactPatterns: {
    variable: 'REDACT_PATTERNS',
    kind: redactPatterns,
    usedBy: ['API'],
    meaning:
      'What is [redacted on arrival](docs/redaction.md#on-the-server), besides the secrets that Playledger knows.',
  },
} satisfies SettingsTable;

/** How people sign in by an OpenID provider such as Keycloak; read when OIDC_ISSUER is set. */
export const OPEN_ID_TABLE = {
  issuer: {
    variable: 'OIDC_ISSUER',
    kind: secureUrl,
    required: true,
    whenUnset: 'no such sign-in',
    usedBy: ['API'],
    meaning: 'The provider, as its discovery document names it: `https://keycloak.example.org/realms/cloud`.',
  },
  publicUrl: {
    variable: 'PUBLIC_URL',
    kind: secureBaseUrl,
    required: true,
    usedBy: ['API'],
    meaning: 'Where browsers reach Playledger. The provider sends them back to `auth/callback` below it.',
  },
  clientId: {
    variable: 'OIDC_CLIENT_ID',
    kind: text(),
    default: 'playledger',
    usedBy: ['API'],
    meaning: 'Id of our client at the provider.',
  },
  clientSecret: {
    variable: 'OIDC_CLIENT_SECRET',
    kind: text(),
    whenUnset: 'none: a public client',
    usedBy: ['API'],
    meaning: 'Secret of our client. A public client uses PKCE alone.',
  },
  roles: {
    variable: 'OIDC_ROLES',
    kind: openIdRoles,
    required: true,
    usedBy: ['API'],
    meaning:
      'Roles of groups: `admins=admin, ops=operator, team-a=viewer environment:testbed`. The first rule that fits counts.',
  },
  rolesClaim: {
    variable: 'OIDC_ROLES_CLAIM',
    kind: text('claim'),
    default: 'groups',
    usedBy: ['API'],
    meaning: "Claim with a person's groups or roles. It can be a path, such as `realm_access.roles`.",
  },
  scope: {
    variable: 'OIDC_SCOPE',
    kind: text('scopes, with spaces'),
    default: 'openid profile email',
    usedBy: ['API'],
    meaning: 'What we ask the provider for.',
  },
  audience: {
    variable: 'OIDC_AUDIENCE',
    kind: text(),
    default: { from: (textOf) => textOf('OIDC_CLIENT_ID'), shown: 'the client id' },
    usedBy: ['API'],
    meaning: 'Audience (`aud`) that access tokens of programs must have.',
  },
  sessionHours: {
    variable: 'SESSION_HOURS',
    kind: integer(1, 720, 'hours'),
    default: 12,
    usedBy: ['API'],
    meaning: 'After this time people sign in again.',
  },
} satisfies SettingsTable;
