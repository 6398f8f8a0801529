import { Failure } from '#scripts/step';
import { type Question, readQuestions } from './read-questions.js';

/** A query that is timed. */
export interface NamedQuery extends Question {
  /** Each serves it; of several names in one place, Postgres may take whichever it finds cheaper: they serve alike. */
  indexes: readonly (string | readonly string[])[];
  /** Large tables that it reads from end to end. */
  scans?: readonly string[];
}

/** Of the data: fill.sql ends here. */
const END = Date.UTC(2026, 10, 23);
const DAY_MS = 86_400_000;
const daysBefore = (days: number) => new Date(END - days * DAY_MS).toISOString();

const RUN = `uuid name status startedAt duration counts { ok changed failed unreachable skipped }
  origin { environment action operator }`;
const RESULT = 'occurredAt hostName status message task { name action } run { uuid }';
const CHANGE = 'occurredAt service hostName task { name } operator diff { state text } run { uuid }';
const DEPLOYMENT = 'startedAt service action operator outcome imageTags run { uuid }';
const STATE = 'service host release imageTag action outcome divergent';
const SERIES = 'name total { runs failed successRate duration { median p95 } } points { start runs failed }';

const runs = (filter: string, first = 50) => `{ runs(first: ${first}, filter: { ${filter} }) { nodes { ${RUN} } } }`;
const results = (filter: string) => `{ taskResults(filter: { ${filter} }) { nodes { ${RESULT} } } }`;
const changes = (filter: string) => `{ changes(filter: { ${filter} }) { nodes { ${CHANGE} } } }`;
const deployments = (filter: string) => `{ deployments(filter: { ${filter} }) { nodes { ${DEPLOYMENT} } } }`;
const counts = (by: string, filter = '') => `{ changeCounts(by: ${by}, filter: { ${filter} }) { key changes runs } }`;
const search = (words: string) => `{ search(query: ${JSON.stringify(words)}) { nodes { type title match at } } }`;
const statistics = (by: string, days: number, interval = 'day') =>
  `{ statistics(by: ${by}, interval: ${interval}, since: "${daysBefore(days)}", until: "${daysBefore(0)}") {
    nodes { ${SERIES} }
  } }`;

/** Of a list with `page` runs a page, for the first and the thousandth. */
export const RUN_PAGE = `query ($after: String) { runs(first: 5, after: $after) {
  nodes { ${RUN} } pageInfo { hasNextPage endCursor }
} }`;

/** The statistics of days by all they are asked by, or by the host alone. */
const DAYS = ['day_statistic_pkey', 'day_statistic_host_id_idx'];

type Indexes = NamedQuery['indexes'];

/** Title, query, indexes and scans of the lists that people leave open, at their largest. */
const LISTS: [string, string, Indexes, string[]?][] = [
  ['Runs that failed in a week', runs(`status: [failed], since: "${daysBefore(7)}"`), ['run_started_at_id_idx']],
  ['Runs on a host', runs('host: "ctl-001"'), []],
  ['Runs by a part of their name', runs('name: "keystone"'), []],
  ['Runs with a label that none has', runs('label: "nothing"'), []],
  ['How many runs there are', '{ runs { totalCount } }', []],
  [
    'Failures of a week',
    results(`status: [failed, unreachable], ignored: false, since: "${daysBefore(7)}"`),
    ['task_result_failures_idx'],
  ],
  ['Timeline of a host', results('host: "ctl-001"'), ['task_result_host_id_run_id_idx']],
  [
    'Timeline of a host in a week',
    results(`host: "ctl-001", since: "${daysBefore(37)}", until: "${daysBefore(30)}"`),
    [],
  ],
  ['Failures of a host', results('host: "ctl-001", status: [failed, unreachable]'), ['failure_host_id_idx']],
  ['Results of a task on a host', results('host: "ctl-001", task: "keystone : Copying over file 7"'), []],
  ['Results of a task', results('task: "keystone : Copying over file 7"'), ['task_name_idx']],
  ['The last results of all', '{ taskResults { nodes { occurredAt hostName status } } }', ['task_result_pkey']],
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
  ...['service', 'action', 'host', 'environment'].map((by): [string, string, Indexes] => [
    `Statistics of 90 days by ${by}`,
    statistics(by, 90),
    [DAYS, 'run_statistic_host_id_idx'],
  ]),
  ['Statistics of 24 weeks by host', statistics('host', 168, 'week'), [DAYS, 'run_statistic_host_id_idx']],
  ['The last changes', `{ changes { nodes { ${CHANGE} } } }`, ['task_result_changed_idx', 'result_diff_pkey']],
  ['Changes of a service', changes('service: "keystone"'), ['role_service_service_idx']],
  ['Changes on a host', changes('host: "ctl-001"'), ['run_host_host_id_run_id_idx']],
  ['Changes by an operator', changes('operator: "bob"'), ['run_origin_operator_idx']],
  ['Changes of templates', changes('module: "template"'), ['task_action_idx', 'task_result_changed_idx']],
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
    [['task_outcome_service_drifted_idx', 'task_outcome_drifted_idx']],
  ],
  ['Tasks that always change', '{ alwaysChanging { nodes { service task hosts { host runs } } } }', []],
  ['Hosts behind, of all services', '{ hostsBehind { nodes { service host imageTag lastImageTags } } }', []],
  ['Hosts behind in an environment that none is in', '{ hostsBehind(environment: "none") { nodes { host } } }', []],
  ['Deployments on a host', deployments('host: "ctl-001"'), ['deployment_host_host_id_idx']],
  ['Deployments by an operator', deployments('operator: "bob"'), ['deployment_operator_idx']],
  ['Deployments of a commit that none has', deployments('configurationCommit: "none"'), []],
  ['Groups of failures', '{ failureGroups { nodes { title state counts { total } } } }', []],
  [
    'Failures of a year by what is known',
    `{ failureStatistics(since: "${daysBefore(365)}", until: "${daysBefore(0)}") { failures groups knownRate } }`,
    [],
  ],
];

/** By the title of the question. */
const CLAIMED: Record<string, Indexes> = {
  'Which runs touched keystone on ctl-001?': ['deployment_host_host_id_idx', 'deployment_pkey'],
  'Who upgraded keystone, when, and from which commit?': ['deployment_service_idx'],
  'What did bob change in November?': ['run_origin_operator_idx', 'task_pkey'],
  'What did bob run, and how did it end?': ['run_started_at_id_idx'],
  'Who is behind a run that OSISM started?': ['run_pkey', 'run_origin_pkey'],
  'How many changes did each operator make in November?': ['run_change_count_hour_idx'],
  'Which image tag of keystone ran on each host at a given time?': ['deployment_host_during_idx'],
  'What runs in the environment kolla now?': ['deployment_host_current_idx'],
  'On which hosts does memcached differ from the rest?': ['deployment_host_current_idx'],
  'Which hosts miss the last deployment of memcached?': ['deployment_host_current_idx', 'deployment_service_idx'],
  'Which deployments brought a given image tag?': ['deployment_started_at_idx'],
  'What was last done on ctl-003, and what failed there last?': [
    ...['deployment_host_host_id_idx', 'deployment_pkey', 'run_host_host_id_run_id_idx'],
  ],
  'When was rabbitmq last deployed successfully, and when did it fail?': ['deployment_service_idx'],
  'What is the status of memcached: who deployed it last, what changed, what failed, how long does it take?': [
    ...['deployment_service_idx', 'role_service_service_idx', 'failure_service_occurred_at_idx'],
  ],
  'Which task inputs and collections differ from an earlier run?': ['task_pkey'],
  'What failed in the last 24 hours, and is it new?': ['task_result_failures_idx', 'failure_pkey'],
  // There are few groups: some plans read all of them.
  'Which causes of failure are new or back again?': [['failure_group_last_seen_at_idx', 'failure_group_pkey']],
  // A part of the text is looked for in all causes, of which there are few.
  'Has this failure happened before, where and how often?': [],
  'Which failures do playbooks ignore or rescue, run after run?': [],
  'Where exactly did this run fail, and after what?': ['task_pkey'],
  "How many of November's failures had a known cause?": ['failure_group_run_run_started_at_idx'],
  'Which hosts were unreachable?': ['task_result_failures_idx'],
  'What changed between the last good run and this one?': ['deployment_pkey', 'deployment_service_idx', 'run_pkey'],
  'How do two runs differ?': ['task_pkey', 'play_pkey'],
  'What would the check run have changed, and did it?': [
    'task_result_changed_idx',
    'task_outcome_pkey',
    'task_outcome_task_idx',
  ],
  'Which tasks change something on every run?': ['known_task_pkey'],
  'What changed although its inputs did not?': ['task_outcome_drifted_idx'],
  'How long does a keystone upgrade take, and is it getting slower?': ['deployment_service_idx'],
  'Which deployments took longest?': ['deployment_duration_idx'],
  'How did the deployments of each service go in a month?': [DAYS],
  'Where does maintenance mode occur?': ['failure_message_idx', 'run_search_text_idx', 'task_name_name_idx'],
  'How did a run go, host by host?': ['run_pkey', 'run_host_pkey'],
  'Is the record complete: are events missing, or are there dead letters?': ['run_started_at_id_idx'],
  'What was changed on a host in a period, by service?': ['change_count_host_id_idx'],
  'What was deployed in a period, by whom, and with which outcome?': ['deployment_started_at_idx'],
  'All changes in a period, as CSV for the audit': ['run_origin_operator_idx', 'task_pkey'],
};

/** The lists, and the questions of docs/questions.md. */
export function namedQueries(): NamedQuery[] {
  const lists = LISTS.map(([title, document, indexes, scans = []]) => {
    return { title, document, variables: {}, path: null, indexes, scans };
  });
  const questions = readQuestions().map((question) => {
    const indexes = CLAIMED[question.title];
    if (indexes === undefined) throw new Failure(`Say in named-queries.ts which index serves "${question.title}".`);
    return { ...question, indexes };
  });
  return [...lists, ...questions];
}
