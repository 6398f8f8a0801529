import { Module } from '@nestjs/common';
import { Retentions } from './retention.type.js';
import { RetentionsReadModel } from './retentions.read-model.js';
import { RetentionsResolver } from './retentions.resolver.js';

@Module({
  providers: [RetentionsResolver, Retentions.resolver, RetentionsReadModel],
})
export class RetentionsModule {}
