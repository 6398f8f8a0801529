import { graphql } from '../../kit/graphql/graphql.js';
import { FailureFields } from '../../parts/results/results.query.js';

export const FailuresOfRunQuery = graphql(
  `
    query FailuresOfRun($run: ID!, $after: String, $filter: TaskResultFilter) {
      run(id: $run) {
        results(first: 20, after: $after, filter: $filter) {
          totalCount
          pageInfo {
            endCursor
            hasNextPage
          }
          nodes {
            ...FailureFields
          }
        }
      }
    }
  `,
  [FailureFields],
);
