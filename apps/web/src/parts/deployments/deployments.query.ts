import type { ResultOf } from 'gql.tada';
import { graphql } from '../../kit/graphql/graphql.js';

const RunName = graphql(`
  fragment RunName on Run {
    uuid
    name
    playbookPath
    checkMode
  }
`);

/** What one run did to one service on one host. */
export const HostDeploymentFields = graphql(
  `
    fragment HostDeploymentFields on DeploymentHost {
      service
      action
      release
      imageTag
      outcome
      checkMode
      startedAt
      duration
      containers {
        name
        image
        tag
        confirmed
      }
      run {
        ...RunName
      }
    }
  `,
  [RunName],
);

export const HostDeploymentsQuery = graphql(
  `
    query HostDeployments($host: String!, $service: String, $after: String) {
      host(name: $host) {
        deployments(service: $service, first: 20, after: $after) {
          totalCount
          pageInfo {
            endCursor
            hasNextPage
          }
          nodes {
            ...HostDeploymentFields
          }
        }
      }
    }
  `,
  [HostDeploymentFields],
);

/** What one run did to one service, over its hosts. */
export const DeploymentFields = graphql(
  `
    fragment DeploymentFields on Deployment {
      id
      service
      action
      release
      imageTags
      outcome
      checkMode
      changesState
      startedAt
      duration
      operator
      configurationCommit
      hostCount
      deployedHostCount
      missed: hosts(outcome: [unreachable, failed], first: 3) {
        totalCount
        nodes {
          host {
            name
          }
          outcome
        }
      }
      run {
        ...RunName
      }
    }
  `,
  [RunName],
);

export type HostDeployment = ResultOf<typeof HostDeploymentFields>;
export type Deployment = ResultOf<typeof DeploymentFields>;
export type Container = HostDeployment['containers'][number];
