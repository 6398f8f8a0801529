import { Module } from '@nestjs/common';
import { RunsModule } from '../../run/runs/runs.module.js';
import { ChangeCountsReadModel } from './change-counts.read-model.js';
import { Changes } from './change.type.js';
import { ChangesReadModel } from './changes.read-model.js';
import { ChangesResolver } from './changes.resolver.js';
import { DroppedChangesReadModel } from './dropped-changes.read-model.js';
import { HostChangesResolver } from './host-changes.resolver.js';
import { ServiceChangesResolver } from './service-changes.resolver.js';

@Module({
  imports: [RunsModule],
  providers: [
    ChangesResolver,
    HostChangesResolver,
    ServiceChangesResolver,
    Changes.resolver,
    ChangeCountsReadModel,
    ChangesReadModel,
    DroppedChangesReadModel,
  ],
})
export class ChangesModule {}
