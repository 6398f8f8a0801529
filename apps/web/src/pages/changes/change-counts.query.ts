import type { ResultOf } from 'gql.tada';
import { graphql } from '../../kit/graphql/graphql.js';

export const ChangeCountsQuery = graphql(`
  query ChangeCounts($by: ChangeCountBy!, $filter: ChangeCountFilter) {
    changeCounts(by: $by, filter: $filter, first: 30) {
      key
      changes
      runs
    }
  }
`);

export type ChangeCount = ResultOf<typeof ChangeCountsQuery>['changeCounts'][number];
