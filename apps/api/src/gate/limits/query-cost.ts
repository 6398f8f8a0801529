import { getNamedType, getNullableType, isLeafType, isListType, type DocumentNode, type GraphQLSchema } from 'graphql';
import { fieldExtensionsEstimator, getComplexity, type ComplexityEstimatorArgs } from 'graphql-query-complexity';

/** What one query may cost. The costliest of the page costs two thirds of it, that with which tools read the schema more. */
export const MAX_COST = 25_000;
/** Of a body that the ledger holds, 1 MiB at most as plugins send it: it has to be read, inflated and parsed. */
export const COST_OF_BODY = 100;
/** Of a value whose shape Ansible decides, and that is a part of something larger. */
const COST_OF_JSON = 5;
/** Of a number, a time, a name. Where a text may be long, its field says what it costs. */
const COST_OF_LEAF = 0.1;
/** Lists without `first`: most have a few, and those that may have many are connections. */
const LIST_LENGTH = 10;
/** What a page has besides its length, and what stands in it for its nodes. */
const PARTS_OF_A_PAGE = new Set(['nodes', 'edges', 'node', 'pageInfo']);

/** What is asked of a document. */
interface Asked {
  operationName: string | null;
  variables: Record<string, unknown>;
}

/** Each object that may be answered costs 1: a list as many as it may have, each with what is asked of it. */
function costOf({ field, args, childComplexity }: ComplexityEstimatorArgs): number {
  const type = getNamedType(field.type);
  if (isLeafType(type)) return type.name === 'JSON' ? COST_OF_JSON : COST_OF_LEAF;
  const first = (args as { first?: unknown }).first;
  if (typeof first === 'number') return 1 + Math.max(1, first) * childComplexity;
  if (PARTS_OF_A_PAGE.has(field.name)) return 1 + childComplexity;
  return isListType(getNullableType(field.type)) ? LIST_LENGTH * (1 + childComplexity) : 1 + childComplexity;
}

/** What an operation of a document may cost us, at most, rounded up; without a name, all of them. */
export function queryCost(schema: GraphQLSchema, query: DocumentNode, { operationName, variables }: Asked): number {
  const asked = operationName === null ? {} : { operationName };
  const estimators = [fieldExtensionsEstimator(), costOf];
  return Math.ceil(getComplexity({ schema, query, variables, estimators, ...asked }));
}
