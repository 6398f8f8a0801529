import type { DataSource } from 'typeorm';
import { MICROS } from '../digests/micros.js';
import type { SealedRun } from '../sealing/seal.js';
import type { Retention } from './retention.js';

const RETENTIONS = `SELECT retention.id, ${MICROS('retention.dropped_at')} AS "droppedMicros", retention.policy,
    retention.digest, retention.public_key AS "publicKey", retention.signature
  FROM retention_drop AS retention
  WHERE $1::integer IS NULL OR retention.id = $1
  ORDER BY retention.id`;

const RUNS_OF_RETENTION = `SELECT dropped.run_id AS "runId", dropped.batches, dropped.head
  FROM retention_drop_run AS dropped
  WHERE dropped.retention_id = $1
  ORDER BY dropped.run_id`;

/** What retention has taken from a database, at all times or at one. */
export async function* storedRetentions(
  dataSource: Pick<DataSource, 'query'>,
  id: number | null = null,
): AsyncGenerator<Retention> {
  for (const retention of await dataSource.query<Omit<Retention, 'runs'>[]>(RETENTIONS, [id])) {
    yield { ...retention, runs: await dataSource.query<SealedRun[]>(RUNS_OF_RETENTION, [retention.id]) };
  }
}
