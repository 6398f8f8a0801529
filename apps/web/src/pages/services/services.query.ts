import type { ResultOf } from 'gql.tada';
import { graphql } from '../../kit/graphql/graphql.js';
import { DeploymentFields } from '../../parts/deployments/deployments.query.js';
import { FailureOfRunFields } from '../../parts/results/results.query.js';
import { ServiceStateFields } from '../../parts/state/service-state.query.js';

export const ServicesQuery = graphql(
  `
    query Services($after: String) {
      services(first: 50, after: $after) {
        totalCount
        pageInfo {
          endCursor
          hasNextPage
        }
        nodes {
          name
          lastGood {
            ...DeploymentFields
          }
          lastFailed {
            ...DeploymentFields
          }
        }
      }
    }
  `,
  [DeploymentFields],
);

export const ServiceQuery = graphql(
  `
    query Service($name: String!, $action: String) {
      service(name: $name) {
        name
        lastGood {
          ...DeploymentFields
        }
        lastFailed {
          ...DeploymentFields
        }
        durationTrend(action: $action, last: 20) {
          median
          change
        }
      }
      stateMatrix(service: $name) {
        ...ServiceStateFields
      }
      statistics(by: action, filter: { service: $name }, interval: month, since: "2020-01-01T00:00:00Z", first: 50) {
        nodes {
          name
        }
      }
    }
  `,
  [DeploymentFields, ServiceStateFields],
);

export const ServiceDeploymentsQuery = graphql(
  `
    query ServiceDeployments($name: String!, $filter: DeploymentFilter, $after: String) {
      service(name: $name) {
        deployments(filter: $filter, first: 50, after: $after) {
          totalCount
          pageInfo {
            endCursor
            hasNextPage
          }
          nodes {
            ...DeploymentFields
          }
        }
      }
    }
  `,
  [DeploymentFields],
);

export const ServiceFailuresQuery = graphql(
  `
    query ServiceFailures($name: String!, $after: String) {
      service(name: $name) {
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

export type ListedService = ResultOf<typeof ServicesQuery>['services']['nodes'][number];
