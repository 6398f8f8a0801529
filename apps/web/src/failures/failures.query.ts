import type { ResultOf } from 'gql.tada';
import { graphql } from '../graphql/graphql.js';
import { ResultFields } from '../results/results.query.js';

export const FailuresQuery = graphql(
  `
    query Failures($days: Int!, $after: String) {
      failures(first: 50, days: $days, after: $after) {
        totalCount
        pageInfo {
          endCursor
          hasNextPage
        }
        nodes {
          ...ResultFields
          run {
            uuid
            name
          }
        }
      }
    }
  `,
  [ResultFields],
);

export type Failure = ResultOf<typeof FailuresQuery>['failures']['nodes'][number];
