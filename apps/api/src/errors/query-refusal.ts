import { GraphQLError } from 'graphql';

export interface RefusalDetails {
  /** Stable code of the reason. */
  code: string;
  [more: string]: unknown;
}

/** Thrown for a question that is not answered: nothing of it is executed, or nothing of its answer is sent. */
export class QueryRefusal extends Error {
  override readonly name = 'QueryRefusal';

  constructor(
    /** What is wrong with it, in sentences for its sender. */
    readonly errors: readonly GraphQLError[],
    /** HTTP status. */
    readonly status = 400,
    /** Seconds after which to ask again; null: it would be refused again. */
    readonly retryAfter: number | null = null,
  ) {
    super(errors.map(({ message }) => message).join(' '));
  }

  static of(message: string, extensions: RefusalDetails, status?: number, retryAfter?: number): QueryRefusal {
    return new QueryRefusal([new GraphQLError(message, { extensions })], status, retryAfter);
  }
}
