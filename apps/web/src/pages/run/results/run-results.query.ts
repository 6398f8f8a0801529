import type { ResultOf } from 'gql.tada';
import { graphql } from '../../../kit/graphql/graphql.js';
import { FailureFields } from '../../../parts/results/results.query.js';

export const ResultsOfTasksQuery = graphql(`
  query ResultsOfTasks($run: ID!, $after: String, $filter: TaskResultFilter) {
    run(id: $run) {
      results(first: 100, after: $after, filter: $filter) {
        pageInfo {
          endCursor
          hasNextPage
        }
        nodes {
          id
          seq
          status
          hostName
          duration
          occurredAt
          itemCount
          message
          task {
            seq
          }
        }
      }
    }
  }
`);

export const OpenedResultQuery = graphql(
  `
    query OpenedResult($run: ID!, $filter: TaskResultFilter) {
      run(id: $run) {
        name
        detailsDroppedAt
        results(first: 10, filter: $filter) {
          nodes {
            ...FailureFields
          }
        }
      }
    }
  `,
  [FailureFields],
);

export type RowResult = NonNullable<ResultOf<typeof ResultsOfTasksQuery>['run']>['results']['nodes'][number];
