import { AsyncLocalStorage } from 'node:async_hooks';
import type { FastifyReply, FastifyRequest, HookHandlerDoneFunction } from 'fastify';
import type { Identity } from './permissions.js';

/** Who sends a request, and from where. */
export interface Principal extends Identity {
  address: string;
}

/** Forgotten with the request. */
const OF_REQUESTS = new WeakMap<FastifyRequest, Principal>();
const CURRENT = new AsyncLocalStorage<Principal>();

/** Notes the principal of a request. */
export function remember(request: FastifyRequest, identity: Identity): void {
  OF_REQUESTS.set(request, { ...identity, address: request.ip });
}

/** The principal of this request; null if it was not authenticated. */
export function senderOf(request: FastifyRequest): Principal | null {
  return OF_REQUESTS.get(request) ?? null;
}

/**
 * A Fastify hook after which `principal()` knows the request. Not earlier than `preValidation`: while a body is read, it
 * is the connection that calls us, and not the request.
 */
export function enterRequest(request: FastifyRequest, _reply: FastifyReply, done: HookHandlerDoneFunction): void {
  const principal = OF_REQUESTS.get(request);
  if (principal === undefined) done();
  else CURRENT.run(principal, done);
}

/** The principal of the current request. Throws outside of authenticated requests. */
export function principal(): Principal {
  const current = CURRENT.getStore();
  if (current === undefined) throw new Error('There is no request here.');
  return current;
}
