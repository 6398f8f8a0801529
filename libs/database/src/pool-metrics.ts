import type { Pool } from 'pg';
import { Gauge, type Registry } from 'prom-client';
import type { DataSource } from 'typeorm';

const NAME = 'playledger_database_connections';

/** Measures the connections of a process's pool; in one process several parts may have one each. */
export function measurePool(metrics: Registry, part: 'api' | 'worker', dataSource: DataSource): void {
  const known = metrics.getSingleMetric(NAME) as PoolGauge | undefined;
  const gauge = known ?? new PoolGauge(metrics);
  gauge.pools.set(part, (dataSource.driver as unknown as { master: Pool }).master);
}

class PoolGauge extends Gauge {
  readonly pools = new Map<string, Pool>();

  constructor(metrics: Registry) {
    super({
      name: NAME,
      help: 'Connections to Postgres that are busy or idle, and requests that wait for one.',
      labelNames: ['part', 'state'],
      registers: [metrics],
      collect: () => {
        for (const [part, { totalCount, idleCount, waitingCount }] of this.pools) {
          this.set({ part, state: 'busy' }, totalCount - idleCount);
          this.set({ part, state: 'idle' }, idleCount);
          this.set({ part, state: 'waiting' }, waitingCount);
        }
      },
    });
  }
}
