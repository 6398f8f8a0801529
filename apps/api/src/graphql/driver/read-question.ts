import type { FastifyReply, FastifyRequest, HookHandlerDoneFunction } from 'fastify';
import { QueryRefusal } from '../../errors/query-refusal.js';

/** What a body of `/graphql` may be: JSON with a `query`, or the text alone. */
const MEDIA_TYPES = /^application\/(json|graphql)\s*(;|$)/i;
const UNSUPPORTED_MEDIA_TYPE = 415;
const BAD_INPUT = { code: 'BAD_USER_INPUT' };

/** What somebody asks: GraphQL text, and which of its operations with which variables. */
export interface Question {
  text: string;
  operationName: string | null;
  variables: Record<string, unknown>;
}

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
  done(QueryRefusal.of(message, { code: 'UNSUPPORTED_MEDIA_TYPE' }, UNSUPPORTED_MEDIA_TYPE));
}

/** What a request to `/graphql` asks: of its body, or of the parameters of a GET. Throws QueryRefusal. */
export function readQuestion({ method, body, query: parameters }: FastifyRequest): Question {
  const asked = method === 'POST' ? body : parameters;
  // Extensions and anything else that a client may add are not looked at.
  const { query, operationName, variables } = isObject(asked) ? asked : {};
  if (typeof query !== 'string' || query === '') throw QueryRefusal.of('Send the query as GraphQL text.', BAD_INPUT);
  return {
    text: query,
    operationName: readOperationName(operationName),
    variables: readVariables(method === 'POST' ? variables : parsed(variables)),
  };
}

function readOperationName(name: unknown): string | null {
  if (name === undefined || name === null || name === '') return null;
  if (typeof name === 'string') return name;
  throw QueryRefusal.of('"operationName" must be a string.', BAD_INPUT);
}

function readVariables(variables: unknown): Record<string, unknown> {
  if (variables === undefined || variables === null) return {};
  if (isObject(variables)) return variables;
  throw QueryRefusal.of('"variables" must be an object, such as {"first": 10}.', BAD_INPUT);
}

function parsed(variables: unknown): unknown {
  if (variables === undefined || variables === '') return undefined;
  try {
    if (typeof variables === 'string') return JSON.parse(variables);
  } catch {
    // Said below, as for a parameter that is there twice.
  }
  throw QueryRefusal.of('"variables" of a GET request must be JSON, given once, such as {"first": 10}.', BAD_INPUT);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
