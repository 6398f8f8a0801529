import { HttpException, HttpStatus, Inject, Injectable } from '@nestjs/common';
import { E_TIMEOUT, Semaphore, withTimeout } from 'async-mutex';
import type { ServerSettings } from '#config';
import { SETTINGS } from '../../injection-tokens/settings.token.js';
import { principalKey, type Identity } from '../permissions/permissions.js';

/** Connections to Postgres that no single token may take: for uploads, and for the questions of others. */
const LEFT_TO_OTHERS = 2;
/** As long as anybody waits for a connection. */
const PATIENCE_MS = 5_000;

interface Share {
  places: ReturnType<typeof withTimeout>;
  users: number;
}

/** Keeps one principal from taking all connections of this process. */
@Injectable()
export class ConnectionBulkhead {
  private readonly shares = new Map<string, Share>();

  constructor(@Inject(SETTINGS) private readonly settings: Pick<ServerSettings, 'databasePoolSize'>) {}

  /** Does `work`, which takes one connection, when this principal has a place for it. */
  async within<T>(asker: Pick<Identity, 'tokenId' | 'name'>, work: () => Promise<T>): Promise<T> {
    const key = principalKey(asker);
    const share = this.shares.get(key) ?? this.newShare();
    this.shares.set(key, share);
    share.users += 1;
    try {
      return await share.places.runExclusive(work);
    } catch (error) {
      if (error !== E_TIMEOUT) throw error;
      throw new HttpException('Too many concurrent requests with this token.', HttpStatus.TOO_MANY_REQUESTS);
    } finally {
      share.users -= 1;
      if (share.users === 0) this.shares.delete(key);
    }
  }

  private newShare(): Share {
    const places = new Semaphore(Math.max(1, this.settings.databasePoolSize - LEFT_TO_OTHERS));
    return { places: withTimeout(places, PATIENCE_MS), users: 0 };
  }
}
