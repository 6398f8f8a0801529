import type { ResultOf } from 'gql.tada';
import { graphql } from '../../kit/graphql/graphql.js';
import { FailureFields } from '../../parts/results/results.query.js';

const GroupFields = graphql(`
  fragment GroupFields on FailureGroup {
    id
    fingerprint
    state
    title
    task
    role
    action
    runCount
    firstSeenAt
    lastSeenAt
    services
    releases
    hostCount
    hostNames
    resolvedAt
    resolvedBy
    counts {
      total
      ignored
      rescued
    }
  }
`);

export const FailureGroupsQuery = graphql(
  `
    query FailureGroups($after: String, $filter: FailureGroupFilter, $orderBy: FailureGroupOrder!) {
      failureGroups(first: 50, after: $after, filter: $filter, orderBy: $orderBy) {
        totalCount
        pageInfo {
          endCursor
          hasNextPage
        }
        nodes {
          ...GroupFields
        }
      }
    }
  `,
  [GroupFields],
);

export const FailureStatisticsQuery = graphql(`
  query FailureStatistics {
    failureStatistics {
      failures
      groups
      newGroups
      knownRate
    }
  }
`);

export const FailureGroupQuery = graphql(
  `
    query FailureGroup($id: ID!) {
      failureGroup(id: $id) {
        ...GroupFields
        signature
        notes(first: 50) {
          nodes {
            kind
            author
            createdAt
            text
          }
        }
        runs(first: 10) {
          totalCount
          nodes {
            counts {
              total
            }
            run {
              uuid
              name
              startedAt
            }
          }
        }
        failures(first: 3) {
          nodes {
            ...FailureFields
            run {
              uuid
              name
            }
          }
        }
      }
    }
  `,
  [GroupFields, FailureFields],
);

export const ResolveFailureGroup = graphql(`
  mutation ResolveFailureGroup($id: ID!, $note: String) {
    resolveFailureGroup(id: $id, note: $note) {
      userErrors {
        message
      }
    }
  }
`);

export const ReopenFailureGroup = graphql(`
  mutation ReopenFailureGroup($id: ID!, $note: String) {
    reopenFailureGroup(id: $id, note: $note) {
      userErrors {
        message
      }
    }
  }
`);

export const AnnotateFailureGroup = graphql(`
  mutation AnnotateFailureGroup($id: ID!, $text: String!) {
    annotateFailureGroup(id: $id, text: $text) {
      userErrors {
        message
      }
    }
  }
`);

export type ListedGroup = ResultOf<typeof FailureGroupsQuery>['failureGroups']['nodes'][number];
export type ShownGroup = NonNullable<ResultOf<typeof FailureGroupQuery>['failureGroup']>;
