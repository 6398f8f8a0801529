import { type ResultOf } from 'gql.tada';
import { RecapCountsFields } from '../counts/recap-counts.js';
import { graphql } from '../graphql/graphql.js';

export const RunsQuery = graphql(
  `
    query Runs($after: String, $filter: RunFilter) {
      runs(first: 50, after: $after, filter: $filter) {
        totalCount
        pageInfo {
          endCursor
          hasNextPage
        }
        nodes {
          uuid
          status
          startedAt
          duration
          name
          playbookPath
          checkMode
          ansibleVersion
          controller
          user
          sudoUser
          labels
          counts {
            ...RecapCountsFields
          }
        }
      }
    }
  `,
  [RecapCountsFields],
);

export type ListedRun = ResultOf<typeof RunsQuery>['runs']['nodes'][number];
