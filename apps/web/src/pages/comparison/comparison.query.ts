import type { ResultOf } from 'gql.tada';
import { graphql } from '../../kit/graphql/graphql.js';

const ComparisonFields = graphql(`
  fragment ComparisonFields on RunComparison {
    before {
      uuid
      name
      startedAt
      status
      duration
      detailsDroppedAt
    }
    after {
      uuid
      name
      startedAt
      status
      duration
      detailsDroppedAt
    }
    durationDifference
    differences {
      broken
      mended
      turned
    }
    changedFacts {
      name
      before
      after
    }
    playsOnlyBefore
    playsOnlyAfter
    images(first: 50) {
      totalCount
      nodes {
        hostName
        containerName
        imageBefore
        imageAfter
      }
    }
    turned(first: 50) {
      totalCount
      nodes {
        hostName
        task {
          name
        }
        before {
          status
          task {
            seq
          }
        }
        after {
          status
          message
          task {
            seq
          }
        }
        details {
          changedArguments {
            name
            before
            after
          }
        }
      }
    }
    onlyBefore(first: 20) {
      totalCount
      nodes {
        task {
          name
        }
        hostNames
        everywhere
      }
    }
    onlyAfter(first: 20) {
      totalCount
      nodes {
        task {
          name
        }
        hostNames
        everywhere
      }
    }
    hosts(first: 50) {
      totalCount
      nodes {
        hostName
        before
        after
      }
    }
    durations(first: 10) {
      totalCount
      nodes {
        task {
          name
        }
        before
        after
        difference
      }
    }
  }
`);

export const LastGoodComparisonQuery = graphql(
  `
    query LastGoodComparison($uuid: ID!) {
      run(id: $uuid) {
        name
        comparedToLastGood {
          ...ComparisonFields
        }
      }
    }
  `,
  [ComparisonFields],
);

export const ComparisonQuery = graphql(
  `
    query Comparison($uuid: ID!, $with: ID!) {
      compareRuns(a: $with, b: $uuid) {
        ...ComparisonFields
      }
    }
  `,
  [ComparisonFields],
);

/** Runs that this one may be compared with: those before it. */
export const EarlierRunsQuery = graphql(`
  query EarlierRuns($filter: RunFilter) {
    runs(first: 20, filter: $filter) {
      nodes {
        uuid
        name
        status
        startedAt
        services
      }
    }
  }
`);

export type Comparison = ResultOf<typeof ComparisonFields>;
