import { GraphQLError } from 'graphql';

/** An argument that cannot be used, in a sentence its sender can act on. */
export class BadInputError extends GraphQLError {
  constructor(message: string) {
    super(message, { extensions: { code: 'BAD_USER_INPUT' } });
  }
}
