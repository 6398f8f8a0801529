import { Module } from '@nestjs/common';
import { Plays } from './play.type.js';
import { PlaysReadModel } from './plays.read-model.js';
import { RunPlaysResolver } from './run-plays.resolver.js';

@Module({
  providers: [RunPlaysResolver, Plays.resolver, PlaysReadModel],
  exports: [PlaysReadModel],
})
export class PlaysModule {}
