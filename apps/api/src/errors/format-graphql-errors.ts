import type { MercuriusDriverConfig } from '@nestjs/mercurius';
import { GraphQLError } from 'graphql';
import mercurius from 'mercurius';
import type { Logger } from '#telemetry';
import { answerToError } from './answer-to-error.js';

type ErrorFormatter = NonNullable<MercuriusDriverConfig['errorFormatter']>;

/**
 * Lets errors through that were made for the caller. Any other one is logged, and answered without its message: that
 * may name hosts, tables or data.
 */
export function formatGraphqlErrors(logger: Logger): ErrorFormatter {
  return (execution, context) => {
    const errors = execution.errors.map((error) => (isForCaller(error) ? error : masked(error, logger)));
    // Mercurius forgets the status of a document with several mistakes.
    const { statusCode } = (errors[0]?.originalError ?? {}) as { statusCode?: number };
    const status = execution.data == null && statusCode !== undefined ? { statusCode } : {};
    return mercurius.defaultErrorFormatter({ ...execution, ...status, errors }, context);
  };
}

function isForCaller({ originalError }: GraphQLError): boolean {
  if (originalError === undefined || originalError instanceof GraphQLError) return true;
  // Mercurius' own refusals: not a query, too deep, ...
  const { statusCode } = originalError as { statusCode?: number };
  return statusCode !== undefined && statusCode < 500;
}

function masked(error: GraphQLError, logger: Logger): GraphQLError {
  const { originalError, path } = error;
  const { status, code, message } = answerToError(originalError);
  if (status >= 500) logger.error('A query failed', { err: originalError, path: path?.join('.') });
  return new GraphQLError(message, {
    nodes: error.nodes ?? null,
    path: path ?? null,
    extensions: { code: code.toUpperCase() },
  });
}
