import { Injectable } from '@nestjs/common';
import { columns, ContainerSetEntity, selectList, type RowOf } from '#database';
import { ScopedDatabase } from '../../gate/scopes/scoped-database.js';
import type { Container } from '../deployments/deployment-host.type.js';

const CONTAINER_SET = columns(ContainerSetEntity, 'container_set', 'key', 'containers');

/** Served by container_set_pkey. */
export const CONTAINER_SETS_SQL = `SELECT ${selectList(CONTAINER_SET)}
FROM container_set
WHERE container_set.key = ANY($1::uuid[])`;

/** A set takes about a kilobyte. */
const MAX_KNOWN = 10_000;

/**
 * Sets of containers by their keys. What a key stands for never changes: each is read once, whoever asks; a key is
 * known only from a row that its asker may see.
 */
@Injectable()
export class ContainerSets {
  private known: ReadonlyMap<string, Container[]> = new Map();

  constructor(private readonly database: ScopedDatabase) {}

  /** Of all these keys, each as often as it likes; a key that is not in the database is missing. */
  async load(keys: readonly string[]): Promise<ReadonlyMap<string, Container[]>> {
    const asked = new Set(keys);
    const unknown = [...asked].filter((key) => !this.known.has(key));
    if (unknown.length === 0) return this.known;
    const rows = await this.database.query<RowOf<typeof CONTAINER_SET>[]>(CONTAINER_SETS_SQL, [unknown]);
    const isFull = this.known.size + rows.length > MAX_KNOWN;
    const kept = [...this.known].filter(([key]) => !isFull || asked.has(key));
    // A new map: others may read the old one.
    const known = new Map([...kept, ...rows.map(({ key, containers }): [string, Container[]] => [key, containers])]);
    this.known = known;
    return known;
  }
}
