import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { Logger } from '#telemetry';
import { answerToError } from './answer-to-error.js';

/** The form in which errors stand in an answer. */
export type FormatGraphqlErrors = (errors: readonly GraphQLError[]) => GraphQLFormattedError[];

/**
 * Lets errors through that were made for the caller. Any other one is logged, and answered without its message: that
 * may name hosts, tables or data.
 */
export function formatGraphqlErrors(logger: Logger): FormatGraphqlErrors {
  return (errors) => errors.map((error) => (isForCaller(error) ? error : masked(error, logger)).toJSON());
}

function isForCaller({ originalError }: GraphQLError): boolean {
  return originalError === undefined || originalError instanceof GraphQLError;
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
