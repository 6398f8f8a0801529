import type { ResultOf } from 'gql.tada';
import { graphql } from '../../kit/graphql/graphql.js';

export const ResultFields = graphql(`
  fragment ResultFields on TaskResult {
    id
    seq
    status
    ignored
    rescued
    hostName
    delegates
    occurredAt
    duration
    attempts
    itemCount
    message
    task {
      seq
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

/** What makes a failure understood: its item, its standard error, what ran before it, and whether it is known. */
export const FailureFields = graphql(
  `
    fragment FailureFields on TaskResult {
      ...ResultFields
      failure {
        rc
        stderr
        item
        failedItems
        previousTask {
          seq
          name
        }
        group {
          fingerprint
          state
          title
          runCount
          firstSeenAt
        }
      }
    }
  `,
  [ResultFields],
);

/** A failure among those of other runs. */
export const FailureOfRunFields = graphql(
  `
    fragment FailureOfRunFields on TaskResult {
      ...FailureFields
      run {
        uuid
        name
      }
    }
  `,
  [FailureFields],
);

export const ResultBodyQuery = graphql(`
  query ResultBody($id: ID!, $itemsAfter: String) {
    taskResult(id: $id) {
      result
      itemCount
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
          delegatedTo
          result
        }
      }
    }
  }
`);

export type ListedResult = ResultOf<typeof ResultFields>;
export type FailedResult = ResultOf<typeof FailureFields>;
export type FailureOfRun = ResultOf<typeof FailureOfRunFields>;
export type ResultItems = NonNullable<ResultOf<typeof ResultBodyQuery>['taskResult']>['items'];

export const keyOfResult = ({ id }: { id: string }): string => id;
