import { Module } from '@nestjs/common';
import { ApiTokens } from './api-token.type.js';
import { ApiTokensReadModel } from './api-tokens.read-model.js';
import { ApiTokensResolver } from './api-tokens.resolver.js';

@Module({
  providers: [ApiTokensResolver, ApiTokens.resolver, ApiTokensReadModel],
})
export class ApiTokensModule {}
