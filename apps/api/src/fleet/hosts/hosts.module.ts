import { Module } from '@nestjs/common';
import { RunsModule } from '../../run/runs/runs.module.js';
import { Hosts, RunHosts } from './host.type.js';
import { HostsReadModel } from './hosts.read-model.js';
import { HostsResolver } from './hosts.resolver.js';
import { LastRunLoader } from './last-run-loader.js';
import { RunHostsResolver } from './run-hosts.resolver.js';
import { RunRecapResolver } from './run-recap.resolver.js';

@Module({
  imports: [RunsModule],
  providers: [
    HostsResolver,
    RunHostsResolver,
    RunRecapResolver,
    Hosts.resolver,
    RunHosts.resolver,
    HostsReadModel,
    LastRunLoader,
  ],
  exports: [HostsReadModel],
})
export class HostsModule {}
