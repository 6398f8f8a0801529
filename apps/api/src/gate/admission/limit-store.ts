import { once } from 'node:events';
import { Redis } from 'ioredis';
import {
  RateLimiterMemory,
  RateLimiterPostgres,
  RateLimiterRedis,
  type IRateLimiterOptions,
  type RateLimiterAbstract,
} from 'rate-limiter-flexible';
import type { DataSource } from 'typeorm';
import type { ServerSettings } from '#config';
import type { Logger } from '#telemetry';

/**
 * So long a request waits for Redis to count it; the connection is given up then, and nobody waits for it any more. A
 * busy process looks at the clock before it reads what came: less would take its own pauses for Redis being away.
 */
const PATIENCE_MS = 1_000;
const RECONNECT_EVERY_MS = 1_000;
/** So long a start waits for Redis, so that the first guesses are counted together too. */
const FIRST_CONNECT_MS = 5_000;

type Limit = Pick<IRateLimiterOptions, 'points' | 'duration' | 'blockDuration'> & { points: number; name: string };

/**
 * Where API processes count together: in Redis; without it, what is rare in Postgres. While Redis is away each process
 * counts for itself, from nothing: a limit never makes a request fail.
 */
export class LimitStore {
  private isAway = false;

  private constructor(
    private readonly redis: Redis | null,
    private readonly dataSource: DataSource,
    private readonly logger: Logger,
  ) {
    redis?.on('ready', () => this.isBack());
    redis?.on('close', () => this.isGone());
    redis?.on('error', (error) => this.isGone(error));
  }

  static open({ redisUrl }: Pick<ServerSettings, 'redisUrl'>, dataSource: DataSource, logger: Logger): LimitStore {
    const options = {
      enableOfflineQueue: false,
      autoResendUnfulfilledCommands: false,
      commandTimeout: PATIENCE_MS,
      socketTimeout: PATIENCE_MS,
      retryStrategy: () => RECONNECT_EVERY_MS,
    };
    return new LimitStore(redisUrl === null ? null : new Redis(redisUrl, options), dataSource, logger);
  }

  /** Waits until processes count together, or Redis has had its time: it may be away, and we start all the same. */
  async ready(): Promise<void> {
    if (this.redis === null || this.redis.status === 'ready') return;
    await once(this.redis, 'ready', { signal: AbortSignal.timeout(FIRST_CONNECT_MS) }).catch(() => undefined);
  }

  /**
   * Of what is asked for all the time: without Redis each process counts for itself, and no question waits for a row.
   */
  often({ name, ...limit }: Limit): RateLimiterAbstract {
    return this.inRedis(name, limit) ?? new RateLimiterMemory(limit);
  }

  /** Of what comes seldom. */
  seldom({ name, ...limit }: Limit): RateLimiterAbstract {
    const inPostgres = () =>
      new RateLimiterPostgres({
        ...limit,
        keyPrefix: name,
        storeClient: this.dataSource,
        storeType: 'typeorm',
        tableName: 'shared_limit',
        tableCreated: true,
        insuranceLimiter: new RateLimiterMemory(limit),
      });
    return this.inRedis(name, limit) ?? inPostgres();
  }

  close(): void {
    // Nothing to tell of this one.
    this.isAway = true;
    this.redis?.disconnect();
  }

  private inRedis(name: string, limit: Omit<Limit, 'name'>): RateLimiterAbstract | null {
    if (this.redis === null) return null;
    return new RateLimiterRedis({
      ...limit,
      keyPrefix: `playledger:limit:${name}`,
      storeClient: this.redis,
      rejectIfRedisNotReady: true,
      insuranceLimiter: new RateLimiterMemory(limit),
      // Who is over it is refused without asking. What locks out has to be written down, for the others.
      ...(limit.blockDuration === undefined && { inMemoryBlockOnConsumed: limit.points + 1 }),
    });
  }

  private isGone(error?: unknown): void {
    if (this.isAway) return;
    this.isAway = true;
    this.logger.warn('Redis does not respond: until it does, this process applies its limits on its own', {
      err: error,
    });
  }

  private isBack(): void {
    if (this.isAway) this.logger.log('Redis responds again: limits are shared again');
    this.isAway = false;
  }
}
