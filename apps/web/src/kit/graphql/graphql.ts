import { initGraphQLTada } from 'gql.tada';
import type { ExactNumber } from '#exact-json';
import type { introspection } from './schema.generated.js';

/** JSON as the API's scalar of that name gives it. */
export type Json = string | number | ExactNumber | boolean | null | Json[] | { [key: string]: Json };

/** A GraphQL operation, typed from apps/api/schema.graphql. */
export const graphql = initGraphQLTada<{
  introspection: introspection;
  scalars: { DateTime: string; JSON: Json };
  disableMasking: true;
}>();
