import { GraphQLScalarType, Kind } from 'graphql';
import { BadInputError } from '../../errors/bad-input.error.js';
import { INSTANT_HINT, instantFrom } from './instant-from.js';

/** Nest's own one lets through what is no time, and Postgres is asked for it. */
export const DateTimeScalar = new GraphQLScalarType<Date, string | null>({
  name: 'DateTime',
  description: 'A time in UTC, such as 2026-11-22T10:00:00Z. An argument may also have another zone, or be a day.',
  serialize: (value) => (value instanceof Date ? value.toISOString() : null),
  parseValue: (value) => read(value),
  parseLiteral: (node) => read(node.kind === Kind.STRING ? node.value : null),
});

function read(value: unknown): Date {
  const date = typeof value === 'string' ? instantFrom(value) : null;
  if (date === null) throw new BadInputError(`This is not a time. ${INSTANT_HINT}`);
  return date;
}
