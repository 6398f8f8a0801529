import type { FastifyReply, FastifyRequest, HookHandlerDoneFunction } from 'fastify';
import { getOperationAST, GraphQLError, parse } from 'graphql';
import { MAX_TEXT_LENGTH, PARSE_OPTIONS } from './query-limits.js';
import { queryRefusal } from './query-refusal.js';

/** What a body of `/graphql` may be: JSON with a `query`, or the text alone. */
const MEDIA_TYPES = /^application\/(json|graphql)\s*(;|$)/i;
const UNSUPPORTED_MEDIA_TYPE = 415;
const BAD_INPUT = { code: 'BAD_USER_INPUT' };

/** A Fastify hook of `/graphql` that reads no body but those in which a query comes: no forms, no uploads. */
export function requireQueryBody(
  { method, headers }: FastifyRequest,
  _reply: FastifyReply,
  _payload: unknown,
  done: HookHandlerDoneFunction,
): void {
  const type = headers['content-type'];
  if (method !== 'POST' || type === undefined || MEDIA_TYPES.test(type)) return done();
  const message = 'Send the query as application/json, {"query": "..."}, or as application/graphql.';
  done(queryRefusal(message, { code: 'UNSUPPORTED_MEDIA_TYPE' }, UNSUPPORTED_MEDIA_TYPE));
}

/**
 * A Fastify hook of `/graphql`, before Mercurius: only what our own parser reads goes on. Mercurius also executes a
 * document that somebody else has parsed and sends as JSON, whose names and length nobody has looked at.
 */
export function requireGraphqlText(request: FastifyRequest, _reply: FastifyReply, done: HookHandlerDoneFunction): void {
  const asked = (request.method === 'POST' ? request.body : request.query) as Asked | null | undefined;
  done(refusalOf(asked ?? {}));
}

interface Asked {
  query?: unknown;
  operationName?: string | null;
}

/** Why a question is not executed; undefined for GraphQL text that has the operation that is asked for. */
function refusalOf({ query, operationName }: Asked): Error | undefined {
  if (typeof query !== 'string' || query === '') return queryRefusal('Send the query as GraphQL text.', BAD_INPUT);
  // Before it is parsed: a string of line breaks is one token, whatever its length.
  if (query.length > MAX_TEXT_LENGTH) {
    const message = `This query has ${query.length} characters, and ${MAX_TEXT_LENGTH} are allowed: send values as variables.`;
    return queryRefusal(message, { code: 'QUERY_TOO_COSTLY' });
  }
  try {
    // Mercurius would fail on a GET that names an operation that is not there.
    if (getOperationAST(parse(query, PARSE_OPTIONS), operationName) !== null) return undefined;
    return queryRefusal('The document has no such operation, or several: name one by "operationName".', BAD_INPUT);
  } catch (error) {
    if (error instanceof GraphQLError)
      return Object.assign(queryRefusal(error.message, BAD_INPUT), { errors: [error] });
    if (error instanceof RangeError)
      return queryRefusal('This query is nested too deeply.', { code: 'QUERY_TOO_COSTLY' });
    return error as Error;
  }
}
