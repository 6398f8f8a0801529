import { GraphQLScalarType } from 'graphql';

/** Output only: data whose shape Ansible decides. */
export const JsonScalar = new GraphQLScalarType({
  name: 'JSON',
  description:
    'Any JSON value, as the source gave it: numbers with all their digits, also those that JavaScript would round. ' +
    'Those that the database stores (arguments, variables, statistics, facts) have no exponents.',
  serialize: (value) => value,
});
