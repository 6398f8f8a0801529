import { getNamedType, getNullableType, isLeafType, isListType, type DocumentNode, type GraphQLSchema } from 'graphql';
import { getComplexity, type ComplexityEstimatorArgs } from 'graphql-query-complexity';

/** Objects that one query may ask for. The costliest of the page asks for a fifth of them. */
export const MAX_COST = 50_000;
/** Lists without `first`: most have a few, and those that may have many are connections. */
const LIST_LENGTH = 10;
/** What a page has besides its length, and what stands in it for its nodes. */
const PARTS_OF_A_PAGE = new Set(['nodes', 'edges', 'node', 'pageInfo']);

/** Each object that may be answered costs 1: a list as many as it may have, each with what is asked of it. */
function costOf({ field, args, childComplexity }: ComplexityEstimatorArgs): number {
  if (isLeafType(getNamedType(field.type))) return 0;
  const first = (args as { first?: unknown }).first;
  if (typeof first === 'number') return 1 + Math.max(1, first) * childComplexity;
  if (PARTS_OF_A_PAGE.has(field.name)) return 1 + childComplexity;
  return isListType(getNullableType(field.type)) ? LIST_LENGTH * (1 + childComplexity) : 1 + childComplexity;
}

/** How many objects a document may make us find, at most; of several operations, of all together. */
export function queryCost(schema: GraphQLSchema, query: DocumentNode, variables: Record<string, unknown>): number {
  return getComplexity({ schema, query, variables, estimators: [costOf] });
}
