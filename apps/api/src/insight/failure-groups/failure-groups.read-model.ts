import { Injectable } from '@nestjs/common';
import {
  column,
  columns,
  type Expression,
  FailureGroupEntity,
  FailureGroupRunEntity,
  FailureNoteEntity,
  HostEntity,
  type RowOf,
  sql,
} from '#database';
import { toHost } from '../../fleet/hosts/hosts.read-model.js';
import { ScopedDatabase } from '../../gate/scopes/scoped-database.js';
import { objectOf } from '../../graphql/object-of.js';
import type { Connection } from '../../graphql/relay/connection.js';
import { toGlobalId } from '../../graphql/relay/global-id.js';
import { containing, ListQuery } from '../../graphql/relay/list-query.js';
import { Lists } from '../../graphql/relay/lists.js';
import { NestedPages } from '../../graphql/relay/nested-pages.js';
import type { PageArgs } from '../../graphql/relay/page-args.js';
import { runArgument } from '../../graphql/relay/run-argument.js';
import { EXAMPLE_ID, EXAMPLE_TIME, type SqlExample } from '../../graphql/relay/sql-example.js';
import {
  type FailureCounts,
  FailureGroup,
  FailureGroupHost,
  FailureGroupRun,
  FailureNote,
  FailureState,
} from './failure-group.type.js';
import { FailureGroupOrder, type FailureGroupFilter } from './failure-groups.args.js';

/** Where a group was seen, as far as the runs tell. */
export interface ServicesOfGroup {
  fingerprint: string;
  services: string[];
  releases: string[];
  hostCount: number;
  hostNames: string[];
}

/** Names of hosts that a list of groups has room for. */
const FEW_HOSTS = 5;

/** Served by failure_fingerprint_idx, failure_service_pkey and deployment_pkey. */
export const SERVICES_SQL = `SELECT failure.fingerprint,
  count(DISTINCT failure.host_id)::int AS "hostCount",
  (array_agg(DISTINCT host.name))[1:${FEW_HOSTS}] AS "hostNames",
  coalesce(array_agg(DISTINCT failure_service.service) FILTER (WHERE failure_service.service IS NOT NULL), '{}') AS services,
  coalesce(array_agg(DISTINCT deployment.release) FILTER (WHERE deployment.release IS NOT NULL), '{}') AS releases
FROM failure
JOIN host ON host.id = failure.host_id
LEFT JOIN failure_service ON failure_service.run_id = failure.run_id AND failure_service.seq = failure.seq
LEFT JOIN deployment ON deployment.run_id = failure.run_id AND deployment.service = failure_service.service
WHERE failure.fingerprint = ANY($1::uuid[])
GROUP BY failure.fingerprint`;

const STATE = `CASE
    WHEN failure_group.last_real_run_at > failure_group.resolved_at THEN 'regressed'
    WHEN failure_group.resolved_at IS NOT NULL THEN 'resolved'
    WHEN failure_group.real_runs = 1 THEN 'new'
    WHEN failure_group.runs = 1 AND failure_group.failed + failure_group.unreachable > 0 THEN 'new'
    ELSE 'known'
  END`;

const counts = (table: string, checkMode: string): Expression<FailureCounts> =>
  sql(`jsonb_build_object(
    'failed', ${table}.failed, 'unreachable', ${table}.unreachable, 'ignored', ${table}.ignored,
    'rescued', ${table}.rescued,
    'total', ${table}.failed + ${table}.unreachable + ${table}.ignored + ${table}.rescued, 'checkMode', ${checkMode}
  )`);

const GROUP = {
  ...columns(FailureGroupEntity, 'failure_group', 'fingerprint', 'version', 'signature', 'action', 'role', 'task'),
  state: sql<`${FailureState}`>(STATE),
  counts: counts('failure_group', 'failure_group.check_mode_failures'),
  runCount: column(FailureGroupEntity, 'failure_group', 'runs'),
  ...columns(FailureGroupEntity, 'failure_group', 'firstSeenAt', 'lastSeenAt', 'firstRunId', 'lastRunId'),
  ...columns(FailureGroupEntity, 'failure_group', 'resolvedAt', 'resolvedBy', 'checkedAt'),
  ...columns(FailureGroupEntity, 'failure_group', 'successesChecked', 'successesMatching'),
};

type GroupRow = RowOf<typeof GROUP>;

const GROUP_HOST = {
  hostName: column(HostEntity, 'host', 'name'),
  failures: sql<number>('seen.failures'),
  firstSeenAt: sql<Date>('seen.first_seen_at'),
  lastSeenAt: sql<Date>('seen.last_seen_at'),
};

const GROUP_RUN = {
  ...columns(FailureGroupRunEntity, 'failure_group_run', 'runId'),
  counts: counts(
    'failure_group_run',
    `CASE WHEN failure_group_run.check_mode THEN failure_group_run.failed +
      failure_group_run.unreachable + failure_group_run.ignored + failure_group_run.rescued ELSE 0 END`,
  ),
  ...columns(FailureGroupRunEntity, 'failure_group_run', 'firstSeenAt', 'lastSeenAt'),
};

const NOTE = columns(FailureNoteEntity, 'failure_note', 'kind', 'text', 'author', 'createdAt');

const ORDERS = {
  lastSeenAt: { column: 'failure_group.last_seen_at', type: 'timestamptz' },
  firstSeenAt: { column: 'failure_group.first_seen_at', type: 'timestamptz' },
  failures: { column: 'failure_group.failures', type: 'integer' },
} as const;

/**
 * Served by failure_group_last_seen_at_idx, _first_seen_at_idx or _failures_idx. Those without failures are left out.
 */
function failureGroupsQuery(
  filter: FailureGroupFilter | null | undefined,
  orderBy: FailureGroupOrder,
): ListQuery<GroupRow> {
  const run = runArgument(filter?.run);
  const query = new ListQuery({
    select: GROUP,
    from: 'failure_group',
    key: [ORDERS[orderBy], { column: 'failure_group.fingerprint', type: 'uuid' }],
    order: 'DESC',
  })
    .where('failure_group.runs > 0')
    .whereGiven(`${STATE} = ANY(?::text[])`, filter?.state)
    .whereGiven('failure_group.role = ?', filter?.role)
    .whereGiven('failure_group.task ILIKE ?', containing(filter?.task))
    .whereGiven('failure_group.action = ?', filter?.action?.replace(/^ansible\.(?:builtin|legacy)\./, ''))
    .whereGiven('failure_group.signature ILIKE ?', containing(filter?.text))
    .whereGiven('failure_group.last_seen_at >= ?', filter?.since)
    .whereGiven('(failure_group.failed + failure_group.unreachable = 0) = ?', filter?.tolerated);
  return query
    .whereGiven(
      `EXISTS (
      SELECT 1 FROM failure_group_run
      WHERE failure_group_run.fingerprint = failure_group.fingerprint AND failure_group_run.run_id = ?
    )`,
      run,
    )
    .whereGiven(
      `EXISTS (
      SELECT 1 FROM failure JOIN host ON host.id = failure.host_id
      WHERE failure.fingerprint = failure_group.fingerprint AND host.name = ?
    )`,
      filter?.host,
    );
}

/** Groups by their fingerprints, also those that have no failures any more; served by failure_group_pkey. */
function failureGroupsByFingerprintQuery(fingerprints: readonly string[]): ListQuery<GroupRow> {
  const key = [{ column: 'failure_group.fingerprint', type: 'uuid' }] as const;
  return new ListQuery({ select: GROUP, from: 'failure_group', key, order: 'ASC' }).where(
    'failure_group.fingerprint = ANY(?::uuid[])',
    fingerprints,
  );
}

/** The hosts of each group, by name; served, one by one, by failure_fingerprint_host_id_idx. */
function hostsOfGroupsQuery(): ListQuery<RowOf<typeof GROUP_HOST>> {
  return new ListQuery({
    select: GROUP_HOST,
    from: `failure_group CROSS JOIN LATERAL (
    SELECT failure.host_id, count(*)::int AS failures, min(failure.occurred_at) AS first_seen_at,
      max(failure.occurred_at) AS last_seen_at
    FROM failure WHERE failure.fingerprint = failure_group.fingerprint GROUP BY failure.host_id
  ) AS seen JOIN host ON host.id = seen.host_id`,
    key: [{ column: 'host.name', type: 'text' }],
    order: 'ASC',
  }).where('failure_group.fingerprint = parent.fingerprint');
}

/** The runs of a group, newest first; served by failure_group_run_pkey. */
function runsOfGroupQuery(fingerprint: string): ListQuery<RowOf<typeof GROUP_RUN>> {
  return new ListQuery({
    select: GROUP_RUN,
    from: 'failure_group_run',
    key: [
      { column: 'failure_group_run.run_started_at', type: 'timestamptz' },
      { column: 'failure_group_run.run_id', type: 'uuid' },
    ],
    order: 'DESC',
  }).where('failure_group_run.fingerprint = ?', fingerprint);
}

/** What people wrote about a group, oldest first; served by failure_note_fingerprint_id_idx. */
function notesOfGroupQuery(fingerprint: string): ListQuery<RowOf<typeof NOTE>> {
  return new ListQuery({
    select: NOTE,
    from: 'failure_note',
    key: [{ column: 'failure_note.id', type: 'bigint' }],
    order: 'ASC',
  }).where('failure_note.fingerprint = ?', fingerprint);
}

/** What `parent.fingerprint` stands for. */
const GROUP_KEY = [{ name: 'fingerprint', type: 'uuid' }] as const;

@Injectable()
export class FailureGroupsReadModel {
  private readonly hosts = new NestedPages((keys, page: PageArgs) =>
    this.lists.pagesOfEach(hostsOfGroupsQuery(), { columns: GROUP_KEY, keys }, page, (row) =>
      objectOf(FailureGroupHost, { ...row, host: toHost(row.hostName) }),
    ),
  );

  constructor(
    private readonly lists: Lists,
    private readonly database: ScopedDatabase,
  ) {}

  page(
    filter: FailureGroupFilter | null | undefined,
    orderBy: FailureGroupOrder,
    page: PageArgs,
  ): Promise<Connection<FailureGroup>> {
    return this.lists.page(failureGroupsQuery(filter, orderBy), page, toFailureGroup);
  }

  async byFingerprint(fingerprint: string): Promise<FailureGroup | null> {
    const [found] = await this.byFingerprints([fingerprint]);
    return found ?? null;
  }

  /** Those of these groups that there are, in no order. */
  byFingerprints(fingerprints: readonly string[]): Promise<FailureGroup[]> {
    return this.lists.all(failureGroupsByFingerprintQuery(fingerprints), toFailureGroup);
  }

  servicesOf(fingerprints: readonly string[]): Promise<ServicesOfGroup[]> {
    return this.database.query<ServicesOfGroup[]>(SERVICES_SQL, [fingerprints]);
  }

  /** Of all groups of a request that ask alike, in one statement. */
  hostsOf(fingerprint: string, page: PageArgs, request: object): Promise<Connection<FailureGroupHost>> {
    return this.hosts.load(request, [fingerprint], page);
  }

  runsOf(fingerprint: string, page: PageArgs): Promise<Connection<FailureGroupRun>> {
    return this.lists.page(runsOfGroupQuery(fingerprint), page, (row) => objectOf(FailureGroupRun, row));
  }

  notesOf(fingerprint: string, page: PageArgs): Promise<Connection<FailureNote>> {
    return this.lists.page(notesOfGroupQuery(fingerprint), page, (row) => objectOf(FailureNote, row));
  }
}

function toFailureGroup({ checkedAt, successesChecked, successesMatching, ...row }: GroupRow): FailureGroup {
  return objectOf(FailureGroup, {
    ...row,
    id: toGlobalId('FailureGroup', row.fingerprint),
    title: row.signature.split('\n', 1)[0] || (row.task ?? ''),
    seenInSuccess: checkedAt === null ? null : { checkedAt, results: successesChecked, matching: successesMatching },
  });
}

const EVERY_GROUP_FILTER = {
  state: [FailureState.new],
  role: 'keystone',
  task: 'Check',
  action: 'command',
  host: 'ctl-001',
  run: EXAMPLE_ID,
  text: 'refused',
  since: EXAMPLE_TIME,
  tolerated: false,
};

export const SQL_EXAMPLES: SqlExample[] = [
  { title: 'failureGroups', query: failureGroupsQuery(null, FailureGroupOrder.lastSeenAt), key: 2 },
  {
    title: 'failureGroups by failures, every filter',
    query: failureGroupsQuery(EVERY_GROUP_FILTER, FailureGroupOrder.failures),
    key: 2,
  },
  { title: 'groups by fingerprint', query: failureGroupsByFingerprintQuery([EXAMPLE_ID]), key: 1 },
  { title: 'hosts of groups', query: hostsOfGroupsQuery(), key: 1, of: GROUP_KEY },
  { title: 'runs of a group', query: runsOfGroupQuery(EXAMPLE_ID), key: 2 },
  { title: 'notes of a group', query: notesOfGroupQuery(EXAMPLE_ID), key: 1 },
];
