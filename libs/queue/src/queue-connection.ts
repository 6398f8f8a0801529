import {
  createPostgresBackend,
  createRedisBackend,
  DEFAULT_SCHEMA,
  runMigrations,
  withBackend,
  type BackendClasses,
  type BackendFactory,
  type ConnectionOptions,
  type IQueueBackend,
} from 'bullmq';
import { Redis } from 'ioredis';
import pg from 'pg';
import type { ServerSettings } from '#config';
import type { Logger } from '#telemetry';

/** Where the jobs are: Redis when REDIS_URL is set, else BullMQ's PostgreSQL backend in a schema of its own. */
export interface QueueConnection {
  kind: 'redis' | 'postgres';
  /** BullMQ's Queue and Worker, bound to this backend. */
  classes: BackendClasses<IQueueBackend, ConnectionOptions>;
  options: ConnectionOptions;
  close(): Promise<void>;
}

const POOL_SIZE = 4;

export async function openQueueConnection(
  settings: Pick<ServerSettings, 'databaseUrl' | 'redisUrl'>,
  logger: Logger,
): Promise<QueueConnection> {
  return settings.redisUrl === null ? openPostgres(settings.databaseUrl, logger) : openRedis(settings.redisUrl, logger);
}

function openRedis(url: string, logger: Logger): QueueConnection {
  // null: a worker waits for Redis as long as it takes instead of giving up the job it holds.
  const redis = new Redis(url, { maxRetriesPerRequest: null });
  redis.on('error', (error) =>
    logger.warn('Redis does not respond; until it is back, the sweeper takes over', { err: error }),
  );
  return {
    kind: 'redis',
    classes: withBackend(createRedisBackend as BackendFactory),
    options: redis,
    close: async () => {
      redis.disconnect();
      await Promise.resolve();
    },
  };
}

async function openPostgres(connectionString: string, logger: Logger): Promise<QueueConnection> {
  // A ready pool, because BullMQ's own loading of `pg` needs CommonJS.
  const pool = new pg.Pool({
    connectionString,
    max: POOL_SIZE,
    keepAlive: true,
    application_name: 'playledger-queue',
    options: `-c search_path=${DEFAULT_SCHEMA}`,
  });
  pool.on('error', (error) =>
    logger.warn('The queue lost a Postgres connection and will open another', { err: error }),
  );
  const client = await pool.connect();
  try {
    await runMigrations(client, DEFAULT_SCHEMA);
  } finally {
    client.release();
  }
  return {
    kind: 'postgres',
    classes: withBackend(createPostgresBackend as unknown as BackendFactory),
    options: pool as unknown as ConnectionOptions,
    close: () => pool.end(),
  };
}
