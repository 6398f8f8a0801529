import type { FastifyReply, FastifyRequest, HookHandlerDoneFunction } from 'fastify';
import { getOperationAST, GraphQLError, parse } from 'graphql';
import mercurius from 'mercurius';
import { PARSE_OPTIONS } from './query-limits.js';

const { ErrorWithProps } = mercurius;
const BAD_REQUEST = 400;
const UNSUPPORTED_MEDIA_TYPE = 415;
/** What a body of `/graphql` may be: JSON with a `query`, or the text alone. */
const MEDIA_TYPES = /^application\/(json|graphql)\s*(;|$)/i;

/** A Fastify hook of `/graphql` that reads no body but those in which a query comes: no forms, no uploads. */
export function requireQueryBody(
  request: FastifyRequest,
  _reply: FastifyReply,
  _payload: unknown,
  done: HookHandlerDoneFunction,
): void {
  const type = request.headers['content-type'];
  if (type === undefined || MEDIA_TYPES.test(type)) return done();
  const message = 'Send the query as application/json, {"query": "..."}, or as application/graphql.';
  done(new ErrorWithProps(message, { code: 'UNSUPPORTED_MEDIA_TYPE' }, UNSUPPORTED_MEDIA_TYPE));
}

/**
 * A Fastify hook of `/graphql`, before Mercurius: only what our own parser reads goes on. Mercurius also takes a document
 * that somebody else has parsed, as JSON. Nobody has looked at the names of such a one, and it has no tokens to count.
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
  if (typeof query !== 'string' || query === '') return refusal('Send the query as GraphQL text.');
  try {
    // Mercurius would fail on a GET without one.
    if (getOperationAST(parse(query, PARSE_OPTIONS), operationName) !== null) return undefined;
    return refusal(
      operationName == null
        ? 'The document has no operation, or several: say which one by "operationName".'
        : `The document has no operation named "${operationName}".`,
    );
  } catch (error) {
    // A text that is nested deeper than our stack ends here, too.
    const told = error instanceof GraphQLError ? error : new GraphQLError((error as Error).message);
    return Object.assign(refusal(told.message), { errors: [told] });
  }
}

function refusal(message: string): Error {
  return new ErrorWithProps(message, { code: 'BAD_USER_INPUT' }, BAD_REQUEST);
}
