import type { ResultOf, VariablesOf } from 'gql.tada';
import { graphql } from '../../kit/graphql/graphql.js';

export const ChangeFields = graphql(`
  fragment ChangeFields on Change {
    resultId
    occurredAt
    hostName
    delegates
    service
    environment
    action
    operator
    configurationCommit
    checkMode
    diff {
      state
      text
    }
    task {
      name
      role
      action
      path
      line
    }
    run {
      uuid
      name
      playbookPath
      checkMode
    }
  }
`);

export const ChangesQuery = graphql(
  `
    query Changes($filter: ChangeFilter, $orderBy: ChangeOrder!, $first: Int!, $after: String) {
      changes(filter: $filter, orderBy: $orderBy, first: $first, after: $after) {
        totalCount
        pageInfo {
          endCursor
          hasNextPage
        }
        nodes {
          ...ChangeFields
        }
      }
    }
  `,
  [ChangeFields],
);

export const DroppedChangesQuery = graphql(`
  query DroppedChanges($filter: ChangeFilter) {
    droppedChanges(filter: $filter) {
      runs
      firstStartedAt
      lastStartedAt
      lastDroppedAt
    }
  }
`);

export type ChangeFilter = NonNullable<VariablesOf<typeof ChangesQuery>['filter']>;
export type Change = ResultOf<typeof ChangeFields>;
export type DroppedChanges = NonNullable<ResultOf<typeof DroppedChangesQuery>['droppedChanges']>;
