import type { ResultOf, VariablesOf } from 'gql.tada';
import { graphql } from '../graphql/graphql.js';

export const ResultFields = graphql(`
  fragment ResultFields on TaskResult {
    id
    seq
    status
    ignored
    rescued
    hostName
    delegatedTo
    occurredAt
    duration
    attempts
    itemCount
    message
    task {
      name
      action
      role
      path
      line
      handler
      noLog
    }
  }
`);

export const ResultPageFields = graphql(
  `
    fragment ResultPageFields on TaskResultConnection {
      totalCount
      pageInfo {
        endCursor
        hasNextPage
      }
      nodes {
        ...ResultFields
      }
    }
  `,
  [ResultFields],
);

export const ResultsOfRunQuery = graphql(
  `
    query ResultsOfRun($run: ID!, $after: String, $filter: TaskResultFilter) {
      run(id: $run) {
        results(first: 100, after: $after, filter: $filter) {
          ...ResultPageFields
        }
      }
    }
  `,
  [ResultPageFields],
);

export const ResultBodyQuery = graphql(`
  query ResultBody($id: ID!, $itemsAfter: String) {
    taskResult(id: $id) {
      result
      items(first: 100, after: $itemsAfter) {
        totalCount
        pageInfo {
          endCursor
          hasNextPage
        }
        nodes {
          index
          label
          status
          result
        }
      }
    }
  }
`);

export type ListedResult = ResultOf<typeof ResultFields>;
export type ResultBodyData = NonNullable<ResultOf<typeof ResultBodyQuery>['taskResult']>;
export type ResultFilter = NonNullable<VariablesOf<typeof ResultsOfRunQuery>['filter']>;
export type ResultStatus = ListedResult['status'];

export const keyOfResult = ({ id }: { id: string }): string => id;
