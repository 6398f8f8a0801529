import type { FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import type { Identity } from './access-tokens.js';

/** Forgotten with the request. */
const IDENTITIES = new WeakMap<FastifyRequest, Identity>();

/** The GraphQL context, as far as it tells who asks. */
export interface RequestContext {
  req: FastifyRequest;
}

/** Notes whom a request comes from. */
export function remember(request: FastifyRequest, identity: Identity): void {
  IDENTITIES.set(request, identity);
}

/** Name of the token that may change what people record; throws for a token that may only read. */
export function editorOf({ req }: RequestContext): string {
  const identity = IDENTITIES.get(req);
  if (identity?.scopes.includes('admin') !== true) {
    throw new GraphQLError('This token has no "admin" scope.', { extensions: { code: 'FORBIDDEN' } });
  }
  return identity.name;
}
