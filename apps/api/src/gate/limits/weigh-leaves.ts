import {
  defaultFieldResolver,
  getNamedType,
  getNullableType,
  isIntrospectionType,
  isListType,
  isObjectType,
  type GraphQLField,
  type GraphQLFieldResolver,
  type GraphQLOutputType,
  type GraphQLSchema,
} from 'graphql';
import { weightOf } from './answer-budget.js';
import type { AnswerContext } from './answer-context.js';

/** Scalars whose length the data decides. Numbers, times and names of enums are short, and their count is bounded. */
const WEIGHED = new Set(['String', 'ID', 'JSON']);

/**
 * Makes each text and each JSON value count to the budget of its answer, as often as it stands there. Once the budget is
 * spent they are all empty: the answer is refused as a whole, and what would be found for it is not.
 */
export function weighLeaves(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || isIntrospectionType(type)) continue;
    for (const field of Object.values(type.getFields()) as GraphQLField<unknown, AnswerContext>[]) {
      if (WEIGHED.has(getNamedType(field.type).name)) field.resolve = weighed(field);
    }
  }
  return schema;
}

function weighed({ resolve = defaultFieldResolver, type }: GraphQLField<unknown, AnswerContext>) {
  const nothing = isListOf(type) ? [] : '';
  const resolver: GraphQLFieldResolver<unknown, AnswerContext> = (source, args, context, info) => {
    const { budget } = context;
    if (budget.isSpent) return nothing;
    const take = (value: unknown): unknown => (budget.send(weightOf(value)) ? value : nothing);
    const found: unknown = resolve(source, args, context, info);
    return found instanceof Promise ? found.then(take) : take(found);
  };
  return resolver;
}

function isListOf(type: GraphQLOutputType): boolean {
  return isListType(getNullableType(type));
}
