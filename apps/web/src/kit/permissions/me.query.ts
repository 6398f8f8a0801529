import type { ResultOf } from 'gql.tada';
import { graphql } from '../graphql/graphql.js';

export const MeQuery = graphql(`
  query Me {
    me {
      permissions
    }
  }
`);

export type Permission = ResultOf<typeof MeQuery>['me']['permissions'][number];
