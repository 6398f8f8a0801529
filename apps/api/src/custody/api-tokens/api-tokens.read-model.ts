import { Injectable } from '@nestjs/common';
import { TOKEN, type StoredToken } from '../../gate/tokens/issue-token.js';
import { objectOf } from '../../graphql/object-of.js';
import type { Connection } from '../../graphql/relay/connection.js';
import { ListQuery } from '../../graphql/relay/list-query.js';
import { Lists } from '../../graphql/relay/lists.js';
import type { PageArgs } from '../../graphql/relay/page-args.js';
import { type SqlExample } from '../../graphql/relay/sql-example.js';
import { ApiToken } from './api-token.type.js';

/** Newest first; served by api_token_pkey. */
function apiTokensQuery(): ListQuery<StoredToken> {
  const key = [{ column: 'api_token.id', type: 'integer' }] as const;
  return new ListQuery({ select: TOKEN, from: 'api_token', key, order: 'DESC' });
}

@Injectable()
export class ApiTokensReadModel {
  constructor(private readonly lists: Lists) {}

  page(page: PageArgs): Promise<Connection<ApiToken>> {
    return this.lists.page(apiTokensQuery(), page, toApiToken);
  }
}

/** A row, as the API promises it. */
export function toApiToken({ id, ...token }: StoredToken): ApiToken {
  return objectOf(ApiToken, { ...token, id: String(id) });
}

export const SQL_EXAMPLES: SqlExample[] = [{ title: 'tokens', query: apiTokensQuery(), key: 1 }];
