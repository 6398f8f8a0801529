import type { ResultOf } from 'gql.tada';
import { graphql } from '../../../kit/graphql/graphql.js';

export const MatrixQuery = graphql(`
  query Matrix($run: ID!, $fromTask: Int) {
    run(id: $run) {
      matrix(fromTask: $fromTask) {
        hostNames
        tasks {
          seq
          name
          action
          playName
          handler
          startedAt
          endedAt
          cells
          slowestHost
          slowestDuration
          medianDuration
        }
      }
    }
  }
`);

export type Matrix = NonNullable<ResultOf<typeof MatrixQuery>['run']>['matrix'];
export type MatrixTask = Matrix['tasks'][number];
