import type { ResultOf } from 'gql.tada';
import { graphql } from '../../kit/graphql/graphql.js';

export const ServiceStateFields = graphql(`
  fragment ServiceStateFields on ServiceState {
    service
    host
    action
    outcome
    release
    imageTag
    deployedAt
    divergent
    unfinished {
      action
      at
    }
  }
`);

export type ServiceState = ResultOf<typeof ServiceStateFields>;
