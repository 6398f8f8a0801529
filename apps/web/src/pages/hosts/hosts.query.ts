import type { ResultOf } from 'gql.tada';
import { graphql } from '../../kit/graphql/graphql.js';
import { RecapCountsFields } from '../../parts/counts/recap-counts.js';
import { HostDeploymentFields } from '../../parts/deployments/deployments.query.js';
import { FailureOfRunFields } from '../../parts/results/results.query.js';
import { ServiceStateFields } from '../../parts/state/service-state.query.js';

const RunHostFields = graphql(
  `
    fragment RunHostFields on RunHost {
      counts {
        ...RecapCountsFields
      }
      run {
        uuid
        name
        playbookPath
        status
        checkMode
        startedAt
        duration
      }
    }
  `,
  [RecapCountsFields],
);

export const HostsQuery = graphql(
  `
    query Hosts($after: String, $filter: HostFilter) {
      hosts(first: 50, after: $after, filter: $filter) {
        totalCount
        pageInfo {
          endCursor
          hasNextPage
        }
        nodes {
          name
          lastRun {
            ...RunHostFields
          }
        }
      }
    }
  `,
  [RunHostFields],
);

export const HostRunsQuery = graphql(
  `
    query HostRuns($name: String!, $after: String) {
      host(name: $name) {
        runs(first: 50, after: $after) {
          totalCount
          pageInfo {
            endCursor
            hasNextPage
          }
          nodes {
            ...RunHostFields
          }
        }
      }
    }
  `,
  [RunHostFields],
);

export const HostFailuresQuery = graphql(
  `
    query HostFailures($name: String!, $after: String) {
      host(name: $name) {
        failures(first: 20, after: $after) {
          totalCount
          pageInfo {
            endCursor
            hasNextPage
          }
          nodes {
            ...FailureOfRunFields
          }
        }
      }
    }
  `,
  [FailureOfRunFields],
);

export const HostOverviewQuery = graphql(
  `
    query HostOverview($name: String!) {
      host(name: $name) {
        lastGood {
          ...HostDeploymentFields
        }
        lastFailed {
          ...HostDeploymentFields
        }
      }
      stateMatrix(host: $name) {
        ...ServiceStateFields
      }
    }
  `,
  [HostDeploymentFields, ServiceStateFields],
);

/** For the picture: the last hundred. */
export const HostTimelineQuery = graphql(
  `
    query HostTimeline($name: String!, $service: String) {
      host(name: $name) {
        deployments(service: $service, first: 100) {
          nodes {
            ...HostDeploymentFields
          }
        }
      }
    }
  `,
  [HostDeploymentFields],
);

export const HostFactsQuery = graphql(`
  query HostFacts($name: String!) {
    host(name: $name) {
      facts {
        name
        value
        since
      }
    }
  }
`);

export const FactChangesQuery = graphql(`
  query FactChanges($name: String!, $after: String) {
    host(name: $name) {
      factChanges(first: 20, after: $after) {
        totalCount
        pageInfo {
          endCursor
          hasNextPage
        }
        nodes {
          gatheredAt
          run {
            uuid
            name
            playbookPath
            checkMode
          }
          facts {
            name
            before
            after
          }
        }
      }
    }
  }
`);

export type FactChange = NonNullable<ResultOf<typeof FactChangesQuery>['host']>['factChanges']['nodes'][number];
export type ListedHost = ResultOf<typeof HostsQuery>['hosts']['nodes'][number];
export type HostRun = ResultOf<typeof RunHostFields>;
