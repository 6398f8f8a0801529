import { Module } from '@nestjs/common';
import { RunsModule } from '../../run/runs/runs.module.js';
import { FactChangesReadModel } from './fact-changes.read-model.js';
import { FactChangesResolver } from './fact-changes.resolver.js';
import { FactChanges } from './host-fact.type.js';
import { HostFactsReadModel } from './host-facts.read-model.js';
import { HostFactsResolver } from './host-facts.resolver.js';

@Module({
  imports: [RunsModule],
  providers: [FactChangesResolver, HostFactsResolver, FactChanges.resolver, FactChangesReadModel, HostFactsReadModel],
})
export class FactsModule {}
