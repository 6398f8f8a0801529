import type { ResultOf } from 'gql.tada';
import { graphql } from '../../kit/graphql/graphql.js';
import { ServiceStateFields } from '../../parts/state/service-state.query.js';

export const StateQuery = graphql(
  `
    query State($at: DateTime, $environment: String) {
      stateMatrix(at: $at, environment: $environment) {
        ...ServiceStateFields
      }
    }
  `,
  [ServiceStateFields],
);

export const CellQuery = graphql(
  `
    query StateCell($service: String!, $host: String!, $at: DateTime, $environment: String) {
      stateMatrix(service: $service, host: $host, at: $at, environment: $environment) {
        ...ServiceStateFields
        containers {
          name
          image
          tag
          confirmed
        }
        run {
          uuid
          name
          playbookPath
          checkMode
        }
        unfinished {
          run {
            uuid
            name
            playbookPath
            checkMode
          }
        }
      }
    }
  `,
  [ServiceStateFields],
);

/** The deployments next to a moment: the state just before each of them is one to stop at. */
export const StepsQuery = graphql(`
  query StateSteps($at: DateTime, $environment: String) {
    earlier: deployments(
      filter: { until: $at, environment: $environment, changesState: true }
      orderBy: newest
      first: 1
    ) {
      nodes {
        startedAt
        service
        action
      }
    }
    later: deployments(
      filter: { since: $at, environment: $environment, changesState: true }
      orderBy: oldest
      first: 20
    ) {
      nodes {
        startedAt
        service
        action
      }
    }
  }
`);

export const EnvironmentsQuery = graphql(`
  query Environments($since: DateTime!) {
    statistics(by: environment, interval: month, since: $since, first: 100) {
      nodes {
        name
      }
    }
  }
`);

export type Step = ResultOf<typeof StepsQuery>['later']['nodes'][number];
