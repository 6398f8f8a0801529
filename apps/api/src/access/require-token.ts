import type { FastifyReply, FastifyRequest } from 'fastify';
import type { TokenScope } from '#database';
import type { AccessTokens } from './access-tokens.js';
import { remember } from './requester.js';

const PROTECTED: readonly { prefix: string; scope: TokenScope }[] = [
  { prefix: '/api/ingest/', scope: 'ingest' },
  { prefix: '/api/export/', scope: 'read' },
  { prefix: '/graphql', scope: 'read' },
  { prefix: '/metrics', scope: 'read' },
];

/**
 * A Fastify hook that lets a request to a protected path pass only with a token of the right scope. It runs before
 * the body is read: nobody without a token makes us inflate anything.
 */
export function requireToken(tokens: AccessTokens) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    // Of the route and not of the URL: the router decodes it first, and /%67raphql is /graphql.
    const path = request.routeOptions.url ?? request.url;
    const rule = PROTECTED.find(({ prefix }) => path.startsWith(prefix));
    if (rule === undefined) return;
    const token = /^Bearer +([^\s]+) *$/i.exec(request.headers.authorization ?? '')?.[1];
    if (token === undefined) {
      return refuse(reply, 401, 'unauthenticated', 'Send a token as "Authorization: Bearer <token>".');
    }
    const identity = await tokens.identify(token);
    if (identity === null) return refuse(reply, 401, 'unauthenticated', 'This token is not known here.');
    if (!identity.scopes.includes(rule.scope)) {
      return refuse(reply, 403, 'forbidden', `This token has no "${rule.scope}" scope.`);
    }
    remember(request, identity);
  };
}

function refuse(reply: FastifyReply, status: 401 | 403, code: string, message: string): void {
  if (status === 401) void reply.header('www-authenticate', 'Bearer realm="playledger"');
  void reply.status(status).send({ error: { code, message } });
}
