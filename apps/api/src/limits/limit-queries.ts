import type { MercuriusDriverConfig } from '@nestjs/mercurius';
import { GraphQLError, Location } from 'graphql';
import { MAX_COST, queryCost } from './query-cost.js';
import { limitingRules, MAX_DEPTH, MAX_MISTAKES, PARSE_OPTIONS } from './query-limits.js';
import { queryRefusal } from './query-refusal.js';
import { requireGraphqlText, requireQueryBody } from './require-graphql-text.js';

/**
 * Refuses documents that could take more of us than their sender paid for: before they are answered, and with a 400.
 */
export function limitQueries(settings: { introspection: boolean }): Partial<MercuriusDriverConfig> {
  return {
    queryDepth: MAX_DEPTH,
    allowBatchedQueries: false,
    // Mercurius refuses mutations over GET, but not over HEAD.
    additionalRouteOptions: {
      exposeHeadRoute: false,
      preParsing: requireQueryBody,
      preHandler: requireGraphqlText,
    },
    graphql: { parseOptions: PARSE_OPTIONS, validateOptions: { maxErrors: MAX_MISTAKES } },
    validationRules: limitingRules(settings),
    hooks: {
      preValidation: (_schema, { loc }) => {
        // Only the parser makes one: a second line of defence behind `requireGraphqlText`.
        if (!(loc instanceof Location))
          throw queryRefusal('Send the query as GraphQL text.', { code: 'BAD_USER_INPUT' });
      },
      preExecution: (schema, document, _context, variables: Record<string, unknown> | undefined) => {
        const cost = costOrRefusal(() => queryCost(schema, document, variables ?? {}));
        if (cost <= MAX_COST) return;
        const advice = 'ask for fewer objects at once ("first"), or for fewer of their lists.';
        const message = `This query may have ${cost} objects, and ${MAX_COST} are allowed: ${advice}`;
        throw queryRefusal(message, { code: 'QUERY_TOO_COSTLY', requestedCost: cost, allowedCost: MAX_COST });
      },
    },
  };
}

/** A document that opens into more than can be counted is refused for that. */
function costOrRefusal(count: () => number): number {
  try {
    return count();
  } catch (error) {
    if (error instanceof GraphQLError) throw queryRefusal(error.message, { code: 'QUERY_TOO_COSTLY' });
    throw error;
  }
}
