import { GraphQLScalarType } from 'graphql';

/** Output only: data whose shape Ansible decides. */
export const JsonScalar = new GraphQLScalarType({
  name: 'JSON',
  description: 'Any JSON value, as the source gave it.',
  serialize: (value) => value,
});
