import { Module } from '@nestjs/common';
import { Services } from './service.type.js';
import { ServicesReadModel } from './services.read-model.js';
import { ServicesResolver } from './services.resolver.js';

@Module({
  providers: [ServicesResolver, Services.resolver, ServicesReadModel],
  exports: [ServicesReadModel],
})
export class ServicesModule {}
