import type { ResultOf } from 'gql.tada';
import { graphql } from '../../kit/graphql/graphql.js';

export const FlakyTasksQuery = graphql(`
  query FlakyTasks($filter: FlakyTaskFilter!) {
    flakyTasks(filter: $filter, first: 20) {
      task
      module
      service
      failures
      hosts {
        host
        failures
        passes
        lastFailedAt
      }
    }
  }
`);

export const AlwaysChangingQuery = graphql(`
  query AlwaysChanging($filter: AlwaysChangingFilter, $after: String) {
    alwaysChanging(filter: $filter, runs: 3, first: 20, after: $after) {
      totalCount
      pageInfo {
        endCursor
        hasNextPage
      }
      nodes {
        task
        module
        service
        lastAt
        hosts {
          host
          runs
        }
      }
    }
  }
`);

export type FlakyTask = ResultOf<typeof FlakyTasksQuery>['flakyTasks'][number];
export type AlwaysChangingTask = ResultOf<typeof AlwaysChangingQuery>['alwaysChanging']['nodes'][number];
