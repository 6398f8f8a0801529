import type { FastifyReply, FastifyRequest } from 'fastify';
import { isScoped, may, type Permission } from '../permissions/permissions.js';
import { remember } from '../permissions/principal.js';
import type { Authenticator } from './authenticator.js';
import type { SignInLimits } from './sign-in-limits.js';

interface Rule {
  prefix: string;
  permission: Permission;
  /** Uploads are bounded by what we can take, and not by who sends them. */
  isCounted: boolean;
  /** It tells of all runs, whoever asks. */
  isOfAllRuns?: true;
}

const PROTECTED: readonly Rule[] = [
  { prefix: '/api/ingest/', permission: 'upload', isCounted: false },
  { prefix: '/api/export/', permission: 'export', isCounted: true },
  { prefix: '/graphql', permission: 'read', isCounted: true },
  { prefix: '/metrics', permission: 'read', isCounted: true, isOfAllRuns: true },
];

/**
 * A Fastify hook that lets a request to a protected path pass only with a token that may. It runs before the body is
 * read: nobody without a token makes us inflate anything.
 */
export function requireToken({ authenticator, limits }: { authenticator: Authenticator; limits: SignInLimits }) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    // Of the route and not of the URL: the router decodes it first, and /%67raphql is /graphql.
    const path = request.routeOptions.url ?? request.url;
    const rule = PROTECTED.find(({ prefix }) => path.startsWith(prefix));
    if (rule === undefined) return;
    const token = /^Bearer +([^\s]+) *$/i.exec(request.headers.authorization ?? '')?.[1];
    if (token === undefined) {
      return refuse(reply, 401, 'unauthenticated', 'Send a token as "Authorization: Bearer <token>".');
    }
    const { identity, lockedFor } = await authenticator.authenticate(token, request.ip);
    if (lockedFor > 0) return refuse(reply, 429, 'locked_out', 'Too many invalid tokens from your address.', lockedFor);
    if (identity === null) return refuse(reply, 401, 'unauthenticated', 'This token is unknown, expired or revoked.');
    if (!may(identity, rule.permission)) {
      return refuse(reply, 403, 'forbidden', `This token is not allowed to do that: its role is "${identity.role}".`);
    }
    if (rule.isOfAllRuns && isScoped(identity)) {
      return refuse(reply, 403, 'forbidden', 'This covers all runs, and this token can read only some of them.');
    }
    const wait = rule.isCounted ? await limits.waitOf(identity) : 0;
    if (wait > 0) return refuse(reply, 429, 'too_many_requests', 'Too many concurrent requests with this token.', wait);
    remember(request, identity);
  };
}

/** Answers at the gate: nothing behind it is asked any more. */
export function refuse(
  reply: FastifyReply,
  status: 401 | 403 | 429,
  code: string,
  message: string,
  retryAfter?: number,
): void {
  if (status === 401) void reply.header('www-authenticate', 'Bearer realm="playledger"');
  if (retryAfter !== undefined) void reply.header('retry-after', String(retryAfter));
  void reply.status(status).send({ error: { code, message } });
}
