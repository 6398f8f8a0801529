import { isIP } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import { isSafeAddress, parseOpenIdRoles, type OpenIdSettings } from './open-id-settings.js';
import { mistakeOfPattern } from './mistake-of-pattern.js';
import { parseRetention, type RetentionRule } from './retention-policy.js';

/** Everything that the environment decides, read once at start. */
export interface Settings {
  /** Address to listen on. `HOST`, default 127.0.0.1; 0.0.0.0 serves other machines. */
  host: string;
  /** Port of API and UI. `PORT`, default 3000. */
  port: number;
  /** Where the embedded start keeps Postgres, and every start its admin token. `PLAYLEDGER_DATA_DIR`. */
  dataDir: string;
  /** `DATABASE_URL`; null means the embedded Postgres. */
  databaseUrl: string | null;
  /** A streaming replica that answers questions; null: the primary does. `DATABASE_REPLICA_URL`. */
  databaseReplicaUrl: string | null;
  /** Connections each process opens to Postgres. `DATABASE_POOL_SIZE`, default 10. */
  databasePoolSize: number;
  /** `REDIS_URL`; null means BullMQ's PostgreSQL backend. */
  redisUrl: string | null;
  /** `LOG_LEVEL`: fatal, error, warn, info, debug or silent. */
  logLevel: LogLevel;
  /** Runs folded at once by one worker. `WORKER_CONCURRENCY`, default 4. */
  workerConcurrency: number;
  /** A running run without a sign of life for so many seconds is interrupted. `PLAYLEDGER_INTERRUPTED_AFTER`. */
  interruptedAfterSeconds: number;
  /** A run that was quiet for so many seconds has its small batches packed. `PLAYLEDGER_PACK_AFTER`, default 600. */
  packAfterSeconds: number;
  /** Uploads handled at once by one API process; more are asked to wait. `INGEST_CONCURRENCY`, default 32. */
  ingestConcurrency: number;
  /** Inflated MiB that may wait to be folded before uploads are asked to wait. `INGEST_BACKLOG_MIB`, default 8192. */
  ingestBacklogMib: number;
  /** Batches that may wait to be folded before uploads are asked to wait. `INGEST_BACKLOG_BATCHES`, default 200000. */
  ingestBacklogBatches: number;
  /** Where a worker tells its health and metrics, on `HOST`; null: nowhere. `WORKER_PORT`. */
  workerPort: number | null;
  /** The key that signs what the ledger holds, made when it is not there. `SEAL_KEY_FILE`, in the data directory. */
  sealKeyFile: string;
  /** The last seal that was made with it. `SEAL_MEMORY_FILE`, by default `seal-memory.json` beside the key. */
  sealMemoryFile: string;
  /** Gets a line for each seal, for others to keep; null: none does. `SEAL_PUBLISH_FILE`. */
  sealPublishFile: string | null;
  /** How long the details of runs are kept; no rules: for ever. `PLAYLEDGER_RETENTION`. */
  retention: readonly RetentionRule[];
  /** What a question may take of Postgres before it is broken off. `STATEMENT_TIMEOUT`, seconds, default 30. */
  statementTimeoutSeconds: number;
  /** Whether the schema may be asked for, as GraphiQL does. `GRAPHQL_INTROSPECTION`: on or off, default on. */
  graphqlIntrospection: boolean;
  /** What one token may ask within a minute, of all APIs on one Redis. `REQUESTS_PER_MINUTE`, default 12000. */
  requestsPerMinute: number;
  /** Proxies whose word on the sender's address counts: addresses or networks. `TRUSTED_PROXIES`; none: nobody's. */
  trustedProxies: string[] | false;
  /** The first admin token, for deployments that hand out their own secrets. `PLAYLEDGER_ADMIN_TOKEN`. */
  adminToken: string | null;
  /** Regular expressions of secrets that are redacted on arrival, besides those that we know. `REDACT_PATTERNS`. */
  redactPatterns: readonly string[];
  /** How people sign in by an OpenID provider; null: by tokens only. */
  openId: OpenIdSettings | null;
}

/** Settings of a process that has a database. */
export type ServerSettings = Settings & { databaseUrl: string };

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Every mistake of the environment, in one message. */
export class SettingsError extends Error {
  constructor(readonly mistakes: readonly string[]) {
    super(
      `The environment has ${mistakes.length === 1 ? 'a mistake' : 'mistakes'}:\n${mistakes.map((m) => `  - ${m}`).join('\n')}`,
    );
    this.name = 'SettingsError';
  }
}

/** Reads the environment; an empty value means unset. Throws a SettingsError that names every mistake. */
export function readSettings(env: NodeJS.ProcessEnv): Settings {
  const mistakes: string[] = [];
  const text = (name: string): string | null => env[name]?.trim() || null;

  const integer = (name: string, fallback: number, min: number, max: number): number => {
    const value = text(name);
    if (value === null) return fallback;
    const number = Number(value);
    if (Number.isInteger(number) && number >= min && number <= max) return number;
    mistakes.push(`${name} must be a whole number from ${min} to ${max}, not "${value}"`);
    return fallback;
  };

  const url = (name: string, protocols: readonly string[]): string | null => {
    const value = text(name);
    if (value === null) return null;
    if (URL.canParse(value) && protocols.includes(new URL(value).protocol)) return value;
    mistakes.push(`${name} must be a URL that starts with ${protocols.map((p) => `${p}//`).join(' or ')}`);
    return null;
  };

  const logLevel = (): LogLevel => {
    const value = text('LOG_LEVEL') ?? 'info';
    if ((LOG_LEVELS as readonly string[]).includes(value)) return value as LogLevel;
    mistakes.push(`LOG_LEVEL must be one of ${LOG_LEVELS.join(', ')}, not "${value}"`);
    return 'info';
  };

  const adminToken = (): string | null => {
    const value = text('PLAYLEDGER_ADMIN_TOKEN');
    if (value !== null && !/^[\w-]{24,200}$/.test(value)) {
      mistakes.push('PLAYLEDGER_ADMIN_TOKEN must have 24 to 200 letters, digits, - or _');
    }
    return value;
  };

  const retention = (): RetentionRule[] => {
    const value = text('PLAYLEDGER_RETENTION');
    if (value === null) return [];
    const rules = parseRetention(value);
    if (rules === null) {
      mistakes.push(
        `PLAYLEDGER_RETENTION must be like "400d, label:ci=30d, environment:testbed=90d, label:audit=forever", not "${value}"`,
      );
    }
    return rules ?? [];
  };

  const onOrOff = (name: string, fallback: boolean): boolean => {
    const value = text(name) ?? (fallback ? 'on' : 'off');
    if (value !== 'on' && value !== 'off') mistakes.push(`${name} must be on or off, not "${value}"`);
    return value === 'on';
  };

  const trustedProxies = (): string[] | false => {
    const networks = text('TRUSTED_PROXIES')?.split(/[\s,]+/) ?? [];
    for (const network of networks) {
      const [address = '', bits = '0'] = network.split('/');
      const isNetwork =
        isIP(address) !== 0 && /^\d{1,3}$/.test(bits) && Number(bits) <= (isIP(address) === 4 ? 32 : 128);
      if (!isNetwork) mistakes.push(`TRUSTED_PROXIES must be addresses such as 10.0.0.0/8, not "${network}"`);
    }
    return networks.length > 0 ? networks : false;
  };

  const redactPatterns = (): string[] => {
    const patterns = text('REDACT_PATTERNS')?.split('\n') ?? [];
    return patterns
      .map((pattern) => pattern.trim())
      .filter((pattern) => pattern !== '')
      .filter((pattern) => {
        const mistake = mistakeOfPattern(pattern);
        if (mistake === null) return true;
        mistakes.push(`REDACT_PATTERNS must be regular expressions of RE2, one a line, not "${pattern}": ${mistake}`);
        return false;
      });
  };

  const sealFiles = (): Pick<Settings, 'sealKeyFile' | 'sealMemoryFile' | 'sealPublishFile'> => {
    const [published, dataDir] = [text('SEAL_PUBLISH_FILE'), text('PLAYLEDGER_DATA_DIR') ?? '.playledger'];
    const sealKeyFile = resolve(text('SEAL_KEY_FILE') ?? join(dataDir, 'seal-key.pem'));
    return {
      sealKeyFile,
      sealMemoryFile: resolve(text('SEAL_MEMORY_FILE') ?? join(dirname(sealKeyFile), 'seal-memory.json')),
      sealPublishFile: published && resolve(published),
    };
  };

  const openId = (): OpenIdSettings | null => {
    const issuer = text('OIDC_ISSUER');
    if (issuer === null) return null;
    const [publicUrl, givenRoles] = [text('PUBLIC_URL') ?? '', text('OIDC_ROLES') ?? ''];
    for (const [name, value] of Object.entries({ OIDC_ISSUER: issuer, PUBLIC_URL: publicUrl })) {
      if (!isSafeAddress(value)) mistakes.push(`${name} must be a URL that starts with https://, not "${value}"`);
    }
    const roles = parseOpenIdRoles(givenRoles);
    if (roles === null) {
      mistakes.push(
        `OIDC_ROLES must be like "admins=admin, /cloud/ops=operator, team-a=viewer environment:testbed", not "${givenRoles}"`,
      );
    }
    const clientId = text('OIDC_CLIENT_ID') ?? 'playledger';
    return {
      issuer,
      clientId,
      clientSecret: text('OIDC_CLIENT_SECRET'),
      scope: text('OIDC_SCOPE') ?? 'openid profile email',
      rolesClaim: text('OIDC_ROLES_CLAIM') ?? 'groups',
      roles: roles ?? [],
      audience: text('OIDC_AUDIENCE') ?? clientId,
      publicUrl: publicUrl.endsWith('/') ? publicUrl : `${publicUrl}/`,
      sessionHours: integer('SESSION_HOURS', 12, 1, 720),
    };
  };

  const settings: Settings = {
    host: text('HOST') ?? '127.0.0.1',
    port: integer('PORT', 3000, 0, 65_535),
    dataDir: resolve(text('PLAYLEDGER_DATA_DIR') ?? '.playledger'),
    databaseUrl: url('DATABASE_URL', ['postgres:', 'postgresql:']),
    databaseReplicaUrl: url('DATABASE_REPLICA_URL', ['postgres:', 'postgresql:']),
    databasePoolSize: integer('DATABASE_POOL_SIZE', 10, 2, 500),
    redisUrl: url('REDIS_URL', ['redis:', 'rediss:']),
    logLevel: logLevel(),
    workerConcurrency: integer('WORKER_CONCURRENCY', 4, 1, 64),
    interruptedAfterSeconds: integer('PLAYLEDGER_INTERRUPTED_AFTER', 120, 5, 86_400),
    packAfterSeconds: integer('PLAYLEDGER_PACK_AFTER', 600, 1, 86_400),
    ingestConcurrency: integer('INGEST_CONCURRENCY', 32, 1, 1_000),
    ingestBacklogMib: integer('INGEST_BACKLOG_MIB', 8_192, 1, 1_048_576),
    ingestBacklogBatches: integer('INGEST_BACKLOG_BATCHES', 200_000, 1, 10_000_000),
    workerPort: text('WORKER_PORT') === null ? null : integer('WORKER_PORT', 0, 0, 65_535),
    ...sealFiles(),
    retention: retention(),
    statementTimeoutSeconds: integer('STATEMENT_TIMEOUT', 30, 1, 3_600),
    graphqlIntrospection: onOrOff('GRAPHQL_INTROSPECTION', true),
    requestsPerMinute: integer('REQUESTS_PER_MINUTE', 12_000, 1, 1_000_000),
    trustedProxies: trustedProxies(),
    adminToken: adminToken(),
    redactPatterns: redactPatterns(),
    openId: openId(),
  };
  if (mistakes.length > 0) throw new SettingsError(mistakes);
  return settings;
}

/** As readSettings, for a process that cannot bring its own Postgres. */
export function readServerSettings(env: NodeJS.ProcessEnv): ServerSettings {
  const settings = readSettings(env);
  const { databaseUrl } = settings;
  if (databaseUrl === null) {
    throw new SettingsError(['DATABASE_URL is not set; `npm start` without it boots an embedded Postgres']);
  }
  return { ...settings, databaseUrl };
}
