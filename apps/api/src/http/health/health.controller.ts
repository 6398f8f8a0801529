import { Controller, Get, Header, Inject, ServiceUnavailableException } from '@nestjs/common';
import type { Registry } from 'prom-client';
import { DataSource } from 'typeorm';
import { readForScrape, Readiness } from '#telemetry';
import { METRICS } from '../../injection-tokens/metrics.token.js';

@Controller()
export class HealthController {
  constructor(
    private readonly dataSource: DataSource,
    @Inject(METRICS) private readonly registry: Registry,
    private readonly faults: Readiness,
  ) {}

  /** The process is alive. */
  @Get('healthz')
  health(): { status: 'ok' } {
    return { status: 'ok' };
  }

  /**
   * The process can accept uploads and answer questions: Postgres answers, and soon. What a worker in the same process
   * does not do is told beside it, and does not keep uploads and people away.
   */
  @Get('readyz')
  async readiness(): Promise<{ status: 'ready' }> {
    const answered = await readForScrape(() => this.dataSource.query<object[]>('SELECT 1'));
    if (answered === null) throw new ServiceUnavailableException('Postgres does not respond.');
    return { ...this.faults.faults, status: 'ready' };
  }

  /** For Prometheus, with a token that may read. */
  @Get('metrics')
  @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  metrics(): Promise<string> {
    return this.registry.metrics();
  }
}
