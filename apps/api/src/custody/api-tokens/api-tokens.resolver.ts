import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { DataSource } from 'typeorm';
import { Requires } from '../../gate/permissions/access-guard.js';
import { may, PERMISSIONS } from '../../gate/permissions/permissions.js';
import { principal } from '../../gate/permissions/principal.js';
import { AccessTokens } from '../../gate/tokens/access-tokens.js';
import { issueToken, refusalOf, revokeToken, type Issuer, type TokenInput } from '../../gate/tokens/issue-token.js';
import type { Connection } from '../../graphql/relay/connection.js';
import { PageArgs } from '../../graphql/relay/page-args.js';
import {
  ApiToken,
  ApiTokens,
  CreateTokenPayload,
  Me,
  RevokeTokenPayload,
  TokenPermission,
  TokenRole,
} from './api-token.type.js';
import { CreateTokenArgs, RevokeTokenArgs } from './api-tokens.args.js';
import { ApiTokensReadModel, toApiToken } from './api-tokens.read-model.js';

@Resolver(() => ApiToken)
export class ApiTokensResolver {
  constructor(
    private readonly readModel: ApiTokensReadModel,
    private readonly tokens: AccessTokens,
    private readonly dataSource: DataSource,
  ) {}

  @Query(() => Me, { description: 'The caller, and what they are allowed to do.' })
  me(): Me {
    const asker = principal();
    const { name, role, environments, labels } = asker;
    const permissions = PERMISSIONS.filter((each) => may(asker, each)).map((each) => TokenPermission[each]);
    return { name, role: TokenRole[role], permissions, environments: [...environments], labels: [...labels] };
  }

  @Requires('administer')
  @Query(() => ApiTokens.type, { description: 'All tokens including revoked ones, newest first. For admins.' })
  apiTokens(@Args() page: PageArgs): Promise<Connection<ApiToken>> {
    return this.readModel.page(page);
  }

  @Requires('administer')
  @Mutation(() => CreateTokenPayload, { description: 'Creates a token. For admins.' })
  async createToken(@Args() { expiresAt = null, ...args }: CreateTokenArgs): Promise<CreateTokenPayload> {
    const wish: TokenInput = { ...args, expiresAt };
    const refusal = refusalOf(wish, new Date());
    if (refusal !== null) return { secret: null, token: null, userErrors: [{ id: args.name, ...refusal }] };
    const { secret, token } = await issueToken(this.dataSource, issuer(), wish);
    return { secret, token: toApiToken(token), userErrors: [] };
  }

  @Requires('administer')
  @Mutation(() => RevokeTokenPayload, { description: 'Revokes a token permanently. For admins.' })
  async revokeToken(@Args() { id }: RevokeTokenArgs): Promise<RevokeTokenPayload> {
    const number = /^\d{1,9}$/.test(id) ? Number(id) : 0;
    const { token, refusal } = await revokeToken(this.dataSource, issuer(), number);
    if (refusal === null) this.tokens.forget(number);
    return {
      token: token === null ? null : toApiToken(token),
      userErrors: refusal === null ? [] : [{ id, ...refusal }],
    };
  }
}

function issuer(): Issuer {
  const { name, tokenId, address } = principal();
  return { actor: name, tokenId, address };
}
