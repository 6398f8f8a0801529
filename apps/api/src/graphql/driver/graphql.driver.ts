import { AbstractGraphQLDriver, type GqlModuleOptions } from '@nestjs/graphql';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError, type GraphQLSchema } from 'graphql';
import type { Logger } from '#telemetry';
import { answerToError } from '../../errors/answer-to-error.js';
import { formatGraphqlErrors } from '../../errors/format-graphql-errors.js';
import { QueryRefusal } from '../../errors/query-refusal.js';
import type { AnswerPlaces } from '../../gate/limits/answer-places.js';
import { answerQuestion, type Answering } from './answer-question.js';
import { Documents } from './documents.js';
import { PAGE_DOCUMENTS } from './page-documents.generated.js';
import { requireQueryBody } from './read-question.js';

/** Of a body: a text of the greatest length with each sign escaped, and its variables. */
const MAX_BODY_BYTES = 256 * 1024;

export interface GraphqlDriverOptions extends GqlModuleOptions<GraphqlDriver> {
  logger: Logger;
  places: AnswerPlaces;
  introspection: boolean;
}

/**
 * Serves the schema that Nest makes at `/graphql`: graphql-js, and nothing between it and Fastify that would execute,
 * keep or accept more than we do (docs/decisions/0036-a-driver-of-our-own.md).
 */
export class GraphqlDriver extends AbstractGraphQLDriver<GraphqlDriverOptions> {
  async start({ schema, logger, places, introspection }: GraphqlDriverOptions & { schema: GraphQLSchema }) {
    const answering: Answering = {
      schema,
      places,
      documents: new Documents(schema, { introspection }, PAGE_DOCUMENTS),
      formatErrors: formatGraphqlErrors(logger),
    };
    const fastify = this.httpAdapterHost.httpAdapter.getInstance<FastifyInstance>();
    await fastify.register((scope, _options, done) => {
      scope.addContentTypeParser('application/graphql', { parseAs: 'string' }, (_request, body, done) => {
        done(null, { query: body });
      });
      scope.route({
        method: ['GET', 'POST'],
        url: '/graphql',
        // Or what a GET may not, a HEAD might.
        exposeHeadRoute: false,
        bodyLimit: MAX_BODY_BYTES,
        preParsing: requireQueryBody,
        handler: async (request: FastifyRequest, reply: FastifyReply) => {
          const answer = await answerQuestion(answering, request);
          return reply.type('application/json; charset=utf-8').send(answer);
        },
        errorHandler: (error, _request, reply) => refuse(error, reply, answering, logger),
      });
      done();
    });
  }

  async stop(): Promise<void> {
    // The routes end with Fastify.
  }
}

function refuse(error: FastifyError | QueryRefusal, reply: FastifyReply, { formatErrors }: Answering, logger: Logger) {
  const { status, errors, retryAfter } = error instanceof QueryRefusal ? error : refusalOf(error, logger);
  if (retryAfter !== null) void reply.header('retry-after', String(retryAfter));
  void reply.status(status).send({ data: null, errors: formatErrors(errors) });
}

/** For what Fastify refuses, such as a body that is too large or no JSON; and for our own faults. */
function refusalOf(error: Error, logger: Logger): QueryRefusal {
  const { status, code, message, retryAfter } = answerToError(error);
  if (status >= 500) logger.error('A query failed', { err: error });
  const told = new GraphQLError(message, { extensions: { code: code.toUpperCase() } });
  return new QueryRefusal([told], status, retryAfter ?? null);
}
