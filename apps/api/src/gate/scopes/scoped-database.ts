import { Injectable } from '@nestjs/common';
import { SCOPED_SCHEMA } from '#database';
import { ownTurn } from '../limits/own-turn.js';
import { isScoped } from '../permissions/permissions.js';
import { principal, type Principal } from '../permissions/principal.js';
import { ConnectionBulkhead } from './connection-bulkhead.js';
import { ReadDatabase } from './read-database.js';

/**
 * The tables of a transaction become the views of what may be seen. Whatever it asks, it changes nothing.
 */
const ENTER_SCOPE = `SELECT set_config('search_path', '${SCOPED_SCHEMA}, ' || current_setting('search_path'), true),
  set_config('playledger.environments', $1::text[]::text, true), set_config('playledger.labels', $2::text[]::text, true),
  set_config('transaction_read_only', 'on', true)`;

/** What answers questions. */
export interface Questions {
  query<Rows>(text: string, values?: unknown[]): Promise<Rows>;
}

/**
 * What questions are asked of: whoever asks finds the runs of his scope there, and nothing else. The one place that
 * keeps scopes apart, so every read model asks through it; for those without a scope it is the database itself.
 * See docs/decisions/0016-scopes-are-views-with-the-names-of-the-tables.md.
 */
@Injectable()
export class ScopedDatabase {
  constructor(
    private readonly reads: ReadDatabase,
    private readonly shares: ConnectionBulkhead,
  ) {}

  /** Throws outside of a request that was let in. */
  async query<Rows>(text: string, values: unknown[] = []): Promise<Rows> {
    return this.ask(principal(), text, values);
  }

  /** As `query`, broken off after so many milliseconds. */
  async queryFor<Rows>(maxMilliseconds: number, text: string, values: unknown[]): Promise<Rows> {
    return this.ask(principal(), text, values, maxMilliseconds);
  }

  /** This database as whoever asks now sees it, for what goes on when his request is no longer the one at hand. */
  ofRequester(): Questions {
    const asker = principal();
    return { query: <Rows>(text: string, values: unknown[] = []) => this.ask<Rows>(asker, text, values) };
  }

  private async ask<Rows>(asker: Principal, text: string, values: unknown[], maxMilliseconds?: number): Promise<Rows> {
    const rows = await this.shares.within(asker, () => this.askDatabase<Rows>(asker, text, values, maxMilliseconds));
    await ownTurn();
    return rows;
  }

  private askDatabase<Rows>(
    asker: Principal,
    text: string,
    values: unknown[],
    maxMilliseconds: number | undefined,
  ): Promise<Rows> {
    return this.reads.use((dataSource) => {
      if (!isScoped(asker) && maxMilliseconds === undefined) return dataSource.query<Rows>(text, values);
      return dataSource.transaction(async (tx) => {
        if (isScoped(asker)) await tx.query(ENTER_SCOPE, [asker.environments, asker.labels]);
        if (maxMilliseconds !== undefined) await tx.query(`SET LOCAL statement_timeout = ${maxMilliseconds}`);
        return tx.query<Rows>(text, values);
      });
    });
  }
}
