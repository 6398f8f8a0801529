import type { ResultOf } from 'gql.tada';
import { graphql } from '../../kit/graphql/graphql.js';
import { RecapCountsFields } from '../../parts/counts/recap-counts.js';

const RunStatisticsFields = graphql(`
  fragment RunStatisticsFields on RunStatistics {
    runs
    completed
    failed
    interrupted
    successRate
    failures
    changed
    duration {
      median
      p95
    }
  }
`);

/** What goes on as a whole: by something of which each run has one. */
export const TotalsQuery = graphql(`
  query InsightTotals(
    $by: StatisticsBy!
    $filter: StatisticsFilter
    $interval: StatisticsInterval!
    $since: DateTime!
  ) {
    statistics(by: $by, filter: $filter, interval: $interval, since: $since, first: 100) {
      nodes {
        points {
          start
          runs
          completed
          failed
          interrupted
          failures
          changed
        }
      }
    }
  }
`);

export const SeriesQuery = graphql(
  `
    query InsightSeries(
      $by: StatisticsBy!
      $filter: StatisticsFilter
      $interval: StatisticsInterval!
      $since: DateTime!
      $after: String
    ) {
      statistics(by: $by, filter: $filter, interval: $interval, since: $since, first: 20, after: $after) {
        totalCount
        pageInfo {
          endCursor
          hasNextPage
        }
        nodes {
          name
          total {
            ...RunStatisticsFields
          }
          points {
            start
            duration {
              median
            }
          }
        }
      }
    }
  `,
  [RunStatisticsFields],
);

export const SlowTasksQuery = graphql(`
  query SlowTasks($filter: SlowTaskFilter!, $orderBy: SlowTaskOrder!) {
    slowTasks(filter: $filter, orderBy: $orderBy, first: 20) {
      task
      module
      role
      runs
      total
      median
      longest
      longestRunUuid
    }
  }
`);

export const IdleHostsQuery = graphql(
  `
    query IdleHosts($since: DateTime!, $after: String) {
      hosts(filter: { notConvergedSince: $since }, first: 20, after: $after) {
        totalCount
        pageInfo {
          endCursor
          hasNextPage
        }
        nodes {
          name
          lastGood {
            service
            action
            startedAt
          }
          lastRun {
            counts {
              ...RecapCountsFields
            }
            run {
              uuid
              name
              playbookPath
              checkMode
              startedAt
            }
          }
        }
      }
    }
  `,
  [RecapCountsFields],
);

export const HostsBehindQuery = graphql(`
  query HostsBehind($service: String, $environment: String, $after: String) {
    hostsBehind(service: $service, environment: $environment, first: 20, after: $after) {
      totalCount
      pageInfo {
        endCursor
        hasNextPage
      }
      nodes {
        service
        host
        deployedAt
        imageTag
        lastDeploymentAt
        lastImageTags
        lastOutcome
        lastDeployedBy {
          uuid
          name
          playbookPath
          checkMode
        }
      }
    }
  }
`);

export const DriftQuery = graphql(`
  query Drift($filter: DriftFilter!, $after: String) {
    drift(filter: $filter, first: 20, after: $after) {
      totalCount
      pageInfo {
        endCursor
        hasNextPage
      }
      nodes {
        service
        task
        module
        occurredAt
        run {
          uuid
          name
          playbookPath
          checkMode
        }
        hosts {
          host
          previousAt
        }
      }
    }
  }
`);

export type TotalPoint = ResultOf<typeof TotalsQuery>['statistics']['nodes'][number]['points'][number];
export type Series = ResultOf<typeof SeriesQuery>['statistics']['nodes'][number];
export type SlowTask = ResultOf<typeof SlowTasksQuery>['slowTasks'][number];
export type IdleHost = ResultOf<typeof IdleHostsQuery>['hosts']['nodes'][number];
export type HostBehind = ResultOf<typeof HostsBehindQuery>['hostsBehind']['nodes'][number];
export type DriftedTask = ResultOf<typeof DriftQuery>['drift']['nodes'][number];
