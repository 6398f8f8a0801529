import { type ResultOf } from 'gql.tada';
import { graphql } from '../../kit/graphql/graphql.js';
import { RecapCountsFields } from '../../parts/counts/recap-counts.js';

export const RunsQuery = graphql(
  `
    query Runs($after: String, $filter: RunFilter) {
      runs(first: 50, after: $after, filter: $filter) {
        totalCount
        pageInfo {
          endCursor
          hasNextPage
        }
        nodes {
          uuid
          status
          startedAt
          duration
          name
          playbookPath
          checkMode
          ansibleVersion
          controller
          user
          sudoUser
          labels
          limit
          tags
          skipTags
          inventory
          forks
          diffMode
          commandLine
          arguments
          extraVarNames
          workingDirectory
          pythonVersion
          services
          releases
          hostCount
          taskCount
          origin {
            action
            environment
            operator
          }
          progress {
            part
          }
          resultCounts {
            ok
            changed
            failed
            unreachable
            skipped
          }
          counts {
            ...RecapCountsFields
          }
        }
      }
    }
  `,
  [RecapCountsFields],
);

export type ListedRun = ResultOf<typeof RunsQuery>['runs']['nodes'][number];

/** Services and hosts to suggest in the filter bar. */
export const SuggestedValuesQuery = graphql(`
  query SuggestedValues($host: String) {
    services(first: 100) {
      nodes {
        name
      }
    }
    hosts(first: 20, filter: { name: $host }) {
      nodes {
        name
      }
    }
  }
`);
