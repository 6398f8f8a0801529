// The queries that are timed, and the index that serves each of them: the questions of docs/questions.md, and besides
// them the lists that people leave open, at their largest.
import { readQuestions } from '../read-questions.mjs';

/** Of the data: fill.sql ends here. */
const END = Date.UTC(2026, 10, 23);
const DAY_MS = 86_400_000;
const daysBefore = (days) => new Date(END - days * DAY_MS).toISOString();

const RUN = `uuid name status startedAt duration counts { ok changed failed unreachable skipped }
  origin { environment action operator }`;
const RESULT = 'occurredAt hostName status message task { name action } run { uuid }';
const CHANGE = 'occurredAt service hostName task { name } operator diff { state text } run { uuid }';
const DEPLOYMENT = 'startedAt service action operator outcome imageTags run { uuid }';
const STATE = 'service host release imageTag action outcome divergent';
const SERIES = 'name total { runs failed successRate duration { median p95 } } points { start runs failed }';

const runs = (filter, first = 50) => `{ runs(first: ${first}, filter: { ${filter} }) { nodes { ${RUN} } } }`;
const results = (filter) => `{ taskResults(filter: { ${filter} }) { nodes { ${RESULT} } } }`;
const changes = (filter) => `{ changes(filter: { ${filter} }) { nodes { ${CHANGE} } } }`;
const deployments = (filter) => `{ deployments(filter: { ${filter} }) { nodes { ${DEPLOYMENT} } } }`;
const counts = (by, filter = '') => `{ changeCounts(by: ${by}, filter: { ${filter} }) { key changes runs } }`;
const search = (words) => `{ search(query: ${JSON.stringify(words)}) { nodes { type title match at } } }`;
const statistics = (by, days, interval = 'day') =>
  `{ statistics(by: ${by}, interval: ${interval}, since: "${daysBefore(days)}", until: "${daysBefore(0)}") {
    nodes { ${SERIES} }
  } }`;

/** Of a list with `page` runs a page, for the first and the thousandth. */
export const RUN_PAGE = `query ($after: String) { runs(first: 5, after: $after) {
  nodes { ${RUN} } pageInfo { hasNextPage endCursor }
} }`;

const LISTS = [
  ['Runs that failed in a week', runs(`status: [failed], since: "${daysBefore(7)}"`), ['run_started_at_id_idx']],
  ['Runs on a host', runs('host: "ctl-001"'), []],
  ['Runs by a part of their name', runs('name: "keystone"'), ['run_started_at_id_idx']],
  ['Runs with a label that none has', runs('label: "nothing"'), []],
  ['How many runs there are', '{ runs { totalCount } }', []],
  [
    'Failures of a week',
    results(`status: [failed, unreachable], ignored: false, since: "${daysBefore(7)}"`),
    ['task_result_failures_idx'],
  ],
  ['Timeline of a host', results('host: "ctl-001"'), ['task_result_host_id_idx']],
  ['Results of a task on a host', results('host: "ctl-001", task: "keystone : Copying over file 7"'), []],
  ['Results of a task', results('task: "keystone : Copying over file 7"'), ['task_name_idx']],
  [
    'The last results of all',
    '{ taskResults { nodes { occurredAt hostName status } } }',
    ['task_result_occurred_at_idx'],
  ],
  ['Search for a word that all runs have', search('kolla'), ['run_search_started_at_idx']],
  ['Search for a service', search('keystone'), []],
  ['Search for a word that most failures have', search('waiting'), ['failure_occurred_at_idx']],
  ['Search for rare words', search('"no route" host'), ['failure_message_idx']],
  ['Search for two common words', search('waiting 192.168'), []],
  ['State of everything', `{ stateMatrix { ${STATE} } }`, ['deployment_host_current_idx']],
  [
    'State of everything half a year ago',
    `{ stateMatrix(at: "${daysBefore(180)}") { ${STATE} } }`,
    ['deployment_host_during_idx'],
  ],
  ...['service', 'action', 'host', 'environment'].map((by) => [
    `Statistics of 90 days by ${by}`,
    statistics(by, 90),
    ['day_statistic_pkey', 'run_statistic_day_idx'],
  ]),
  ['Statistics of 24 weeks by host', statistics('host', 168, 'week'), ['day_statistic_pkey', 'run_statistic_day_idx']],
  ['The last changes', `{ changes { nodes { ${CHANGE} } } }`, ['change_occurred_at_idx', 'result_diff_pkey']],
  ['Changes of a service', changes('service: "keystone"'), ['change_service_idx']],
  ['Changes on a host', changes('host: "ctl-001"'), ['change_host_id_idx']],
  ['Changes by an operator', changes('operator: "bob"'), ['change_operator_idx']],
  ['Changes of templates', changes('module: "template"'), ['change_occurred_at_idx']],
  ['Changes of a year by day', counts('day'), []],
  ['Changes of a year by service', counts('service'), []],
  ['Changes of a year by operator', counts('operator'), []],
  ['Changes of a year by host', counts('host'), [], ['change_count']],
  ['Changes of a month by host', counts('host', `since: "${daysBefore(30)}"`), ['change_count_hour_idx']],
  [
    'Drift of all time',
    '{ drift { nodes { service task hosts { host } run { uuid } } } }',
    ['task_outcome_drifted_idx'],
  ],
  [
    'Drift of a service where there is none',
    '{ drift(filter: { service: "nothing" }) { nodes { task } } }',
    ['task_outcome_service_drifted_idx'],
  ],
  ['Tasks that always change', '{ alwaysChanging { nodes { service task hosts { host runs } } } }', []],
  ['Hosts behind, of all services', '{ hostsBehind { nodes { service host imageTag lastImageTags } } }', []],
  ['Hosts behind in an environment that none is in', '{ hostsBehind(environment: "none") { nodes { host } } }', []],
  ['Deployments on a host', deployments('host: "ctl-001"'), ['deployment_host_pkey']],
  ['Deployments by an operator', deployments('operator: "bob"'), ['deployment_operator_idx']],
  ['Deployments of a commit that none has', deployments('configurationCommit: "none"'), []],
  ['Groups of failures', '{ failureGroups { nodes { title state counts { total } } } }', []],
  [
    'Failures of a year by what is known',
    `{ failureStatistics(since: "${daysBefore(365)}", until: "${daysBefore(0)}") { failures groups knownRate } }`,
    [],
  ],
].map(([title, document, indexes, scans]) => ({ title, document, variables: {}, path: null, indexes, scans }));

/** Of a question no index is claimed, only that it reads no big table from end to end. */
export function namedQueries() {
  return [...LISTS, ...readQuestions().map((question) => ({ ...question, indexes: [] }))];
}
