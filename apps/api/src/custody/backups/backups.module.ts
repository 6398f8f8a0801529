import { Module } from '@nestjs/common';
import { Backups } from './backup.type.js';
import { BackupsReadModel } from './backups.read-model.js';
import { BackupsResolver } from './backups.resolver.js';

@Module({
  providers: [BackupsResolver, Backups.resolver, BackupsReadModel],
  exports: [BackupsReadModel],
})
export class BackupsModule {}
