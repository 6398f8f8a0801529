import type { ResultOf } from 'gql.tada';
import { graphql } from '../../kit/graphql/graphql.js';
import { RecapCountsFields } from '../../parts/counts/recap-counts.js';

const RepositoryFacts = graphql(`
  fragment RepositoryFacts on Repository {
    path
    commit
    branch
    remote
    dirty
  }
`);

export const RunQuery = graphql(
  `
    query Run($uuid: ID!) {
      deadLetters(run: $uuid, first: 20) {
        totalCount
        nodes {
          seq
          code
          message
          replayedAt
        }
      }
      run(id: $uuid) {
        uuid
        status
        interruptedReason
        clockAhead
        detailsDroppedAt
        name
        playbookPath
        adHocCommand
        workingDirectory
        startedAt
        finishedAt
        duration
        controller
        user
        sudoUser
        ansibleVersion
        pythonVersion
        checkMode
        diffMode
        limit
        tags
        skipTags
        inventory
        forks
        commandLine
        arguments
        customStats
        services
        releases
        origin {
          action
          environment
          operator
          configurationCommit
        }
        progress {
          part
          expectedResults
          expectedDuration
          similarRun {
            uuid
          }
        }
        configurationRepository {
          ...RepositoryFacts
        }
        playbookRepository {
          ...RepositoryFacts
        }
        labels
        extraVars
        extraVarNames
        failedHosts: recap(first: 100, failed: true) {
          totalCount
          nodes {
            host {
              name
            }
          }
        }
        reporter {
          events
          batches
          retries
          spooled
          lost
          rejected
          hookSeconds
          bytes
        }
        reporterVersion
        troubles {
          step
          message
          stopped
        }
        missingEvents {
          from
          to
        }
        counts {
          ...RecapCountsFields
        }
        resultCounts {
          ok
          changed
          failed
          unreachable
          skipped
          ignored
          rescued
        }
      }
    }
  `,
  [RecapCountsFields, RepositoryFacts],
);

export const RunRecapQuery = graphql(
  `
    query RunRecap($uuid: ID!, $after: String) {
      run(id: $uuid) {
        recap(first: 100, after: $after) {
          totalCount
          pageInfo {
            endCursor
            hasNextPage
          }
          nodes {
            host {
              name
            }
            counts {
              ...RecapCountsFields
            }
          }
        }
      }
    }
  `,
  [RecapCountsFields],
);

export type ShownLetters = ResultOf<typeof RunQuery>['deadLetters'];
export type ShownRun = NonNullable<ResultOf<typeof RunQuery>['run']>;
export type RecapRow = NonNullable<ResultOf<typeof RunRecapQuery>['run']>['recap']['nodes'][number];
