import { Module } from '@nestjs/common';
import { ChangesModule } from './changes/changes.module.js';
import { DeploymentsModule } from './deployments/deployments.module.js';
import { FactsModule } from './facts/facts.module.js';
import { HostsModule } from './hosts/hosts.module.js';
import { ServicesModule } from './services/services.module.js';
import { StateModule } from './state/state.module.js';

/** What runs work on: hosts and services, and what is deployed there. */
@Module({
  imports: [ChangesModule, DeploymentsModule, FactsModule, HostsModule, ServicesModule, StateModule],
})
export class FleetModule {}
