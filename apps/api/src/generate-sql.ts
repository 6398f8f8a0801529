import { apiTokensQuery } from './custody/api-tokens/api-tokens.read-model.js';
import { auditLogQuery } from './custody/audit/audit-log.read-model.js';
import { backupsOfRedactionsQuery, backupsQuery, REDACTION_KEY } from './custody/backups/backups.read-model.js';
import { ChangeCountBy } from './fleet/changes/change-counts.args.js';
import { changeCountsQuery } from './fleet/changes/change-counts.read-model.js';
import { ChangesQuery } from './fleet/changes/changes-query.js';
import { ChangeOrder } from './fleet/changes/changes.args.js';
import {
  HOSTS_SQL,
  IMAGES_SQL,
  INPUTS_SQL,
  LAST_GOOD_SQL,
  ORIGINS_SQL,
  OUTCOMES_SQL,
} from './run/comparisons/comparisons.read-model.js';
import { deadLettersQuery } from './custody/dead-letters/dead-letters.read-model.js';
import { DeploymentOutcome } from './fleet/deployments/deployment.type.js';
import { DeploymentOrder } from './fleet/deployments/deployments.args.js';
import {
  DEPLOYMENT_KEY,
  deploymentsOfHostQuery,
  deploymentsOfRunsQuery,
  deploymentsQuery,
  hostsOfDeploymentsQuery,
  lastDeploymentsOfHostsQuery,
  lastDeploymentsQuery,
} from './fleet/deployments/deployments.read-model.js';
import { alwaysChangingQuery } from './insight/drift/always-changing.read-model.js';
import { COMPARED_SQL } from './insight/drift/check-predictions.read-model.js';
import { driftQuery } from './insight/drift/drift.read-model.js';
import { hostsBehindQuery } from './insight/drift/hosts-behind.read-model.js';
import { durationsOfHostQuery, durationsOfServiceQuery } from './insight/durations/duration-trends.read-model.js';
import { factChangesQuery } from './fleet/facts/fact-changes.read-model.js';
import { factsOfHostQuery } from './fleet/facts/host-facts.read-model.js';
import { FailureState } from './insight/failure-groups/failure-group.type.js';
import { FailureGroupOrder } from './insight/failure-groups/failure-groups.args.js';
import {
  failureGroupsByFingerprintQuery,
  failureGroupsQuery,
  GROUP_KEY,
  hostsOfGroupsQuery,
  notesOfGroupQuery,
  runsOfGroupQuery,
  SERVICES_SQL,
} from './insight/failure-groups/failure-groups.read-model.js';
import { STATISTICS_SQL } from './insight/failure-groups/failure-statistics.read-model.js';
import { failuresByResultQuery, previousTasksQuery } from './insight/failures/failures.read-model.js';
import { hostsOfRunsQuery, hostsQuery, lastRunsQuery, runsOfHostQuery } from './fleet/hosts/hosts.read-model.js';
import { MATRIX_HOSTS_SQL, MATRIX_TASKS_SQL } from './run/matrix/run-matrix.read-model.js';
import { playsOfRunsQuery } from './run/plays/plays.read-model.js';
import { flakyTasksQuery } from './insight/flaky-tasks/flaky-tasks.read-model.js';
import { RUN_PROGRESS_SQL } from './run/progress/run-progress.read-model.js';
import { toCursor } from './graphql/relay/cursor.js';
import type { ListQuery, PageQuery, Parents } from './graphql/relay/list-query.js';
import { ResultStatus } from './run/results/task-result.type.js';
import {
  failuresOfGroupQuery,
  failuresOfHostQuery,
  failuresOfServiceQuery,
  failuresQuery,
  resultsOfRunQuery,
  taskResultsQuery,
} from './run/results/task-results.read-model.js';
import { COLLECTIONS_SQL } from './run/runs/collections-loader.js';
import { RUN_KEY } from './run/runs/run-key.js';
import { RunStatus } from './run/runs/run.type.js';
import { runsQuery } from './run/runs/runs.read-model.js';
import { redactionsQuery } from './custody/redactions/redactions.read-model.js';
import { retentionsQuery } from './custody/retentions/retentions.read-model.js';
import { RUN_SIZES_SQL } from './run/runs/run-size-loader.js';
import { SERVICES_OF_RUNS_SQL } from './run/runs/services-of-run-loader.js';
import { servicesQuery } from './fleet/services/services.read-model.js';
import { CONTAINER_SETS_SQL } from './fleet/state/container-sets.js';
import { STATE_VERSIONS_SQL, stateMatrixQuery } from './fleet/state/state-matrix.read-model.js';
import { SearchType } from './insight/search/search-hit.type.js';
import { searchQuery } from './insight/search/search-query.js';
import { parseSearch } from './insight/search/search-terms.js';
import { SlowTaskOrder } from './insight/slow-tasks/slow-tasks.args.js';
import { slowTasksQuery } from './insight/slow-tasks/slow-tasks.read-model.js';
import { StatisticsBy, StatisticsInterval } from './insight/statistics/statistics.args.js';
import {
  durationsQuery,
  pointDurationsQuery,
  pointsQuery,
  seriesQuery,
  type StatisticsQuestion,
} from './insight/statistics/statistics.read-model.js';
import { newestTasksQuery, tasksQuery } from './run/tasks/tasks.read-model.js';

const ID = '019a0000-0000-7000-8000-000000000001';
const AT = new Date(0);
const EVERY_RUN_FILTER = {
  status: [RunStatus.failed],
  since: AT,
  until: AT,
  playbookPath: 'site',
  name: 'site',
  controller: 'mgr-001',
  user: 'dragon',
  label: 'kolla',
  host: 'ctl-001',
  service: 'keystone',
  release: '2025.2',
  action: 'deploy',
  environment: 'kolla',
  operator: 'alice',
  checkMode: false,
};
const EVERY_RESULT_FILTER = {
  status: [ResultStatus.failed],
  run: ID,
  host: 'ctl-001',
  task: 'keystone : Check',
  taskSeq: [3],
  action: 'command',
  role: 'keystone',
  ignored: false,
  rescued: false,
  since: AT,
  until: AT,
};

const EVERY_CHANGE_FILTER = {
  since: AT,
  until: AT,
  service: 'keystone',
  host: 'ctl-001',
  environment: 'kolla',
  operator: 'alice',
  configurationCommit: 'c0ffee',
  action: ['deploy'],
  task: 'keystone : Check',
  role: 'keystone',
  module: 'template',
  run: ID,
  checkMode: false,
};
const EVERY_COUNT_FILTER = {
  since: AT,
  until: AT,
  environment: 'kolla',
  operator: 'alice',
  configurationCommit: 'c0ffee',
  action: ['deploy'],
  checkMode: false,
};
const EVERY_DEPLOYMENT_FILTER = {
  service: 'keystone',
  host: 'ctl-001',
  environment: 'kolla',
  action: ['upgrade'],
  release: '2025.2',
  imageTag: '28.0.1.20260808',
  operator: 'alice',
  configurationCommit: 'c0ffee',
  outcome: [DeploymentOutcome.failed],
  checkMode: false,
  changesState: true,
  run: ID,
  since: AT,
  until: AT,
};

const EVERY_GROUP_FILTER = {
  state: [FailureState.new],
  role: 'keystone',
  task: 'Check',
  action: 'command',
  host: 'ctl-001',
  run: ID,
  text: 'refused',
  since: AT,
  tolerated: false,
};

const EVERY_STATISTICS_FILTER: StatisticsQuestion = {
  by: StatisticsBy.host,
  interval: StatisticsInterval.week,
  period: { from: AT, before: AT },
  filter: { service: 'keystone', host: 'ctl-001', action: 'upgrade', environment: 'kolla', checkMode: false },
};

const EVERY_DRIFT_FILTER = {
  since: AT,
  until: AT,
  service: 'keystone',
  host: 'ctl-001',
  environment: 'kolla',
  run: ID,
};

/** A list, with how many columns its cursor has; or one under each of some parents. */
type Listed = { title: string; key: number } & (
  { query: PageQuery; of?: undefined } | { query: ListQuery; of: Parents['columns'] }
);

/** Every list query, with every filter it knows, and the parts of its key: what stands in the files beside them. */
const QUERIES: Record<string, Listed[]> = {
  'run/runs/runs.read-model.sql': [
    { title: 'runs', query: runsQuery(null), key: 2 },
    { title: 'runs, every filter', query: runsQuery(EVERY_RUN_FILTER), key: 2 },
  ],
  'run/plays/plays.read-model.sql': [{ title: 'plays of runs', query: playsOfRunsQuery(), key: 1, of: RUN_KEY }],
  'run/tasks/tasks.read-model.sql': [
    { title: 'tasks of a run', query: tasksQuery(ID), key: 1 },
    { title: 'newest tasks of names', query: newestTasksQuery(['keystone : Check']), key: 1 },
  ],
  'run/results/task-results.read-model.sql': [
    { title: 'taskResults', query: taskResultsQuery(null), key: 2 },
    {
      title: 'taskResults, every filter',
      query: taskResultsQuery({ ...EVERY_RESULT_FILTER, status: [ResultStatus.ok] }),
      key: 2,
    },
    { title: 'taskResults, failed', query: taskResultsQuery({ status: [ResultStatus.failed], since: AT }), key: 3 },
    { title: 'taskResults, failed on a host', query: taskResultsQuery(EVERY_RESULT_FILTER), key: 3 },
    { title: 'results of a run', query: resultsOfRunQuery(ID, null), key: 1 },
    { title: 'failures', query: failuresQuery(AT), key: 3 },
    { title: 'failures of a group', query: failuresOfGroupQuery(ID), key: 3 },
    {
      title: 'failures of a service, every filter',
      query: failuresOfServiceQuery('keystone', EVERY_RESULT_FILTER),
      key: 3,
    },
    { title: 'failures of a host', query: failuresOfHostQuery('ctl-001', null), key: 3 },
  ],
  'fleet/hosts/hosts.read-model.sql': [
    { title: 'hosts', query: hostsQuery({ name: 'ctl', notConvergedSince: AT }), key: 1 },
    { title: 'runs of a host', query: runsOfHostQuery('ctl-001'), key: 1 },
    { title: 'hosts of runs', query: hostsOfRunsQuery(), key: 1, of: RUN_KEY },
    { title: 'last run of hosts', query: lastRunsQuery(['ctl-001']), key: 1 },
  ],
  'fleet/facts/fact-changes.read-model.sql': [
    { title: 'changes of the facts of a host', query: factChangesQuery('ctl-001'), key: 2 },
  ],
  'fleet/changes/changes.read-model.sql': [
    { title: 'changes', query: new ChangesQuery({}, ChangeOrder.newest), key: 2 },
    { title: 'changes, every filter', query: new ChangesQuery(EVERY_CHANGE_FILTER, ChangeOrder.oldest), key: 2 },
  ],
  'fleet/deployments/deployments.read-model.sql': [
    { title: 'deployments', query: deploymentsQuery(null, DeploymentOrder.newest), key: 3 },
    {
      title: 'deployments, longest first, every filter',
      query: deploymentsQuery(EVERY_DEPLOYMENT_FILTER, DeploymentOrder.longest),
      key: 3,
    },
    { title: 'hosts of deployments', query: hostsOfDeploymentsQuery(), key: 1, of: DEPLOYMENT_KEY },
    {
      title: 'deployments of runs',
      query: deploymentsOfRunsQuery(null, DeploymentOrder.newest),
      key: 3,
      of: RUN_KEY,
    },
    { title: 'deployments of a host', query: deploymentsOfHostQuery('ctl-001', 'keystone'), key: 3 },
    { title: 'last good deployment of services', query: lastDeploymentsQuery(['keystone'], 'good'), key: 1 },
    { title: 'last good deployment of hosts', query: lastDeploymentsOfHostsQuery(['ctl-001'], 'good'), key: 1 },
  ],
  'insight/durations/duration-trends.read-model.sql': [
    { title: 'durations of a service', query: durationsOfServiceQuery('keystone', 'upgrade'), key: 2 },
    {
      title: 'durations of a service on a host',
      query: durationsOfHostQuery('ctl-001', 'keystone', 'upgrade'),
      key: 2,
    },
  ],
  'fleet/services/services.read-model.sql': [{ title: 'services', query: servicesQuery(), key: 1 }],
  'insight/failures/failures.read-model.sql': [
    { title: 'failures of results', query: failuresByResultQuery([ID], [1]), key: 2 },
    { title: 'tasks before failures', query: previousTasksQuery([ID], [1]), key: 2 },
  ],
  'insight/failure-groups/failure-groups.read-model.sql': [
    { title: 'failureGroups', query: failureGroupsQuery(null, FailureGroupOrder.lastSeenAt), key: 2 },
    {
      title: 'failureGroups by failures, every filter',
      query: failureGroupsQuery(EVERY_GROUP_FILTER, FailureGroupOrder.failures),
      key: 2,
    },
    { title: 'groups by fingerprint', query: failureGroupsByFingerprintQuery([ID]), key: 1 },
    { title: 'hosts of groups', query: hostsOfGroupsQuery(), key: 1, of: GROUP_KEY },
    { title: 'runs of a group', query: runsOfGroupQuery(ID), key: 2 },
    { title: 'notes of a group', query: notesOfGroupQuery(ID), key: 1 },
  ],
  'insight/drift/drift.read-model.sql': [
    { title: 'drift, every filter', query: driftQuery(EVERY_DRIFT_FILTER), key: 5 },
  ],
  'insight/drift/always-changing.read-model.sql': [
    {
      title: 'alwaysChanging, every filter',
      query: alwaysChangingQuery({ service: 'keystone', host: 'ctl-001', since: AT }, 3),
      key: 3,
    },
  ],
  'insight/drift/hosts-behind.read-model.sql': [
    { title: 'hostsBehind', query: hostsBehindQuery('keystone', 'kolla'), key: 2 },
  ],
  'custody/api-tokens/api-tokens.read-model.sql': [{ title: 'tokens', query: apiTokensQuery(), key: 1 }],
  'custody/redactions/redactions.read-model.sql': [{ title: 'redactions', query: redactionsQuery(), key: 1 }],
  'custody/backups/backups.read-model.sql': [
    { title: 'backups', query: backupsQuery(), key: 2 },
    {
      title: 'backups that may hold what redactions took out',
      query: backupsOfRedactionsQuery(),
      key: 2,
      of: REDACTION_KEY,
    },
  ],
  'custody/retentions/retentions.read-model.sql': [{ title: 'retentions', query: retentionsQuery(), key: 1 }],
  'custody/audit/audit-log.read-model.sql': [
    {
      title: 'auditLog, every filter',
      query: auditLogQuery({ action: ['token.created'], actor: 'admin', since: AT, until: AT }),
      key: 1,
    },
  ],
  'custody/dead-letters/dead-letters.read-model.sql': [
    { title: 'dead letters of a run', query: deadLettersQuery(ID), key: 1 },
  ],
};

/** Statements that are no lists, by the files beside their read models. */
const STATEMENTS: Record<string, { title: string; text: string }[]> = {
  'run/runs/services-of-run-loader.sql': [{ title: 'services and releases of runs', text: SERVICES_OF_RUNS_SQL }],
  'fleet/facts/host-facts.read-model.sql': [{ title: 'facts of a host', text: factsOfHostQuery('ctl-001').text }],
  'run/runs/run-size-loader.sql': [{ title: 'hosts and tasks of runs', text: RUN_SIZES_SQL }],
  'run/progress/run-progress.read-model.sql': [{ title: 'the last run like each running one', text: RUN_PROGRESS_SQL }],
  'run/matrix/run-matrix.read-model.sql': [
    { title: 'hosts of a run', text: MATRIX_HOSTS_SQL },
    { title: 'tasks of a run with their outcomes', text: MATRIX_TASKS_SQL },
  ],
  'run/runs/collections-loader.sql': [{ title: 'collections of runs', text: COLLECTIONS_SQL }],
  'insight/failure-groups/group-services-loader.sql': [
    { title: 'services and releases of groups', text: SERVICES_SQL },
  ],
  'run/comparisons/comparisons.read-model.sql': [
    { title: 'tasks of a run with their results', text: OUTCOMES_SQL },
    { title: 'tasks of a run with what their modules were given', text: INPUTS_SQL },
    { title: 'hosts of two runs', text: HOSTS_SQL },
    { title: 'containers of two runs with other images', text: IMAGES_SQL },
    { title: 'origins of two runs', text: ORIGINS_SQL },
    { title: 'last good run to compare with', text: LAST_GOOD_SQL },
  ],
  'fleet/changes/change-counts.read-model.sql': [
    {
      title: 'changeCounts by host, every filter of a run',
      text: changeCountsQuery({ by: ChangeCountBy.host, filter: EVERY_COUNT_FILTER, first: 100 }).text,
    },
    {
      title: 'changeCounts by day',
      text: changeCountsQuery({ by: ChangeCountBy.day, filter: null, first: 100 }).text,
    },
  ],
  'fleet/changes/dropped-changes.read-model.sql': [
    {
      title: 'droppedChanges, every filter',
      text: new ChangesQuery(EVERY_CHANGE_FILTER, ChangeOrder.newest).dropped().text,
    },
  ],
  'insight/drift/check-predictions.read-model.sql': [
    { title: 'a check run beside what then happened', text: COMPARED_SQL },
  ],
  'insight/failure-groups/failure-statistics.read-model.sql': [{ title: 'failures of a period', text: STATISTICS_SQL }],
  'insight/search/search.read-model.sql': [
    {
      title: 'search of everything',
      text: searchQuery(parseSearch('nova-compute "no route"'), Object.values(SearchType), { first: 50 }).text,
    },
    {
      title: 'search of failures, a page behind a cursor',
      text: searchQuery(parseSearch('no route'), [SearchType.failure], {
        first: 50,
        after: toCursor(['20', AT.toISOString(), `${ID}_1`]),
      }).text,
    },
  ],
  'insight/statistics/statistics.read-model.sql': [
    { title: 'series, every filter', text: seriesQuery(EVERY_STATISTICS_FILTER).page({ first: 50 }).text },
    { title: 'points of series', text: pointsQuery(EVERY_STATISTICS_FILTER, ['ctl-001']).text },
    { title: 'durations of series', text: durationsQuery(EVERY_STATISTICS_FILTER, ['ctl-001']).text },
    { title: 'durations of points', text: pointDurationsQuery(EVERY_STATISTICS_FILTER, ['ctl-001']).text },
  ],
  'insight/flaky-tasks/flaky-tasks.read-model.sql': [
    {
      title: 'flakyTasks, every filter',
      text: flakyTasksQuery({ filter: { since: AT, service: 'keystone', host: 'ctl-001' }, first: 20 }).text,
    },
  ],
  'insight/slow-tasks/slow-tasks.read-model.sql': [
    {
      title: 'slowTasks, every filter',
      text: slowTasksQuery({
        filter: { since: AT, until: AT, service: 'keystone', environment: 'kolla', action: 'deploy' },
        orderBy: SlowTaskOrder.total,
        first: 20,
      }).text,
    },
  ],
  'fleet/state/state-matrix.read-model.sql': [
    {
      title: 'stateMatrix, every argument',
      text: stateMatrixQuery({ environment: 'kolla', service: 'keystone', host: 'ctl-001', at: AT }).text,
    },
    { title: 'versions of its services', text: STATE_VERSIONS_SQL },
    { title: 'containers of its rows', text: CONTAINER_SETS_SQL },
  ],
};

/** The SQL of the read models, a file beside each: a reviewer sees the join that a change adds. */
export function generateSql(): Record<string, string> {
  const statements = Object.entries(STATEMENTS).map(([file, all]) => {
    const texts = all.map(({ title, text }) => `-- ${title}\n${text};\n`);
    return [`apps/api/src/${file}`, `-- Generated by \`npm run generate\`.\n\n${texts.join('\n')}`] as const;
  });
  const lists = Object.entries(QUERIES).map(([file, queries]) => {
    const texts = queries.map(({ title, query, key, of }) => {
      const page = { first: 50, after: toCursor(Array.from({ length: key }, () => '1')) };
      const [paged, counted] =
        of === undefined
          ? [query.page(page), query.count()]
          : [query.pageOfEach(page, { columns: of, keys: [] }), query.countOfEach({ columns: of, keys: [] })];
      return [
        `-- ${title}: a page behind a cursor`,
        `${paged.text};`,
        '',
        `-- ${title}: totalCount`,
        `${counted.text};`,
        '',
      ].join('\n');
    });
    return [`apps/api/src/${file}`, `-- Generated by \`npm run generate\`.\n\n${texts.join('\n')}`] as const;
  });
  return Object.fromEntries([...lists, ...statements]);
}
