import { Module } from '@nestjs/common';
import { DeadLetters } from './dead-letter.type.js';
import { DeadLettersReadModel } from './dead-letters.read-model.js';
import { DeadLettersResolver } from './dead-letters.resolver.js';
import { ReplayDeadLetters } from './replay-dead-letters.js';

@Module({
  providers: [DeadLettersResolver, DeadLetters.resolver, DeadLettersReadModel, ReplayDeadLetters],
})
export class DeadLettersModule {}
