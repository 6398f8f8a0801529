import { Injectable } from '@nestjs/common';
import { column, columns, HostEntity, RunHostEntity, type RowOf } from '#database';
import { objectOf } from '../../graphql/object-of.js';
import type { Connection } from '../../graphql/relay/connection.js';
import { toNamedId } from '../../graphql/relay/global-id.js';
import { containing, ListQuery } from '../../graphql/relay/list-query.js';
import { Lists } from '../../graphql/relay/lists.js';
import { NestedPages } from '../../graphql/relay/nested-pages.js';
import type { PageArgs } from '../../graphql/relay/page-args.js';
import { EXAMPLE_TIME, type SqlExample } from '../../graphql/relay/sql-example.js';
import { counterColumns, recapCounts } from '../../run/runs/counts.type.js';
import { RUN_KEY } from '../../run/runs/run-key.js';
import { HostType, type RunHost } from './host.type.js';
import type { HostFilter } from './hosts.args.js';
import type { RunRecapArgs } from './run-recap.args.js';

const HOST = columns(HostEntity, 'host', 'name');

const RUN_HOST = {
  ...columns(RunHostEntity, 'run_host', 'runId'),
  hostName: column(HostEntity, 'host', 'name'),
  ...counterColumns('run_host'),
};

type RunHostRow = RowOf<typeof RUN_HOST>;

/** Hosts that only others were deployed from, or that runs only looked at, have nothing to converge. */
const NOT_CONVERGED_SINCE = `EXISTS (
    SELECT 1 FROM deployment_host WHERE deployment_host.host_id = host.id AND NOT deployment_host.check_mode
  ) AND NOT EXISTS (
    SELECT 1 FROM deployment_host
    WHERE deployment_host.host_id = host.id AND deployment_host.started_at >= ?
      AND deployment_host.is_state AND deployment_host.outcome IN ('ok', 'changed')
  )`;

/** By name; served by host_name_key, and host by host by deployment_host_host_id_idx. */
function hostsQuery(filter: HostFilter | null | undefined): ListQuery<RowOf<typeof HOST>> {
  return new ListQuery({
    select: HOST,
    from: 'host',
    key: [{ column: 'host.name', type: 'text' }],
    order: 'ASC',
  })
    .whereGiven('host.name ILIKE ?', containing(filter?.name))
    .whereGiven(NOT_CONVERGED_SINCE, filter?.notConvergedSince);
}

const RUN_HOSTS = { select: RUN_HOST, from: 'run_host JOIN host ON host.id = run_host.host_id' };

/** The runs of a host, newest first: run ids carry their time. Served by run_host_host_id_run_id_idx. */
function runsOfHostQuery(name: string): ListQuery<RunHostRow> {
  const key = [{ column: 'run_host.run_id', type: 'uuid' }] as const;
  return new ListQuery({ ...RUN_HOSTS, key, order: 'DESC' }).where(
    'run_host.host_id = (SELECT id FROM host WHERE host.name = ?)',
    name,
  );
}

/** As recapCounts has it. */
const FAILED = `CASE WHEN run_host.recap_ok IS NOT NULL THEN run_host.recap_failed > 0 OR run_host.recap_unreachable > 0
    ELSE run_host.results_failed > run_host.results_ignored + run_host.results_rescued OR run_host.results_unreachable > 0
    END`;

/** The hosts of each run, by name; served, one by one, by run_host_pkey. */
function hostsOfRunsQuery(failed: boolean | null | undefined): ListQuery<RunHostRow> {
  const key = [{ column: 'host.name', type: 'text' }] as const;
  return new ListQuery({ ...RUN_HOSTS, key, order: 'ASC' })
    .where('run_host.run_id = parent.run_id')
    .whereGiven(`${FAILED} = ?`, failed);
}

/** The least id of a run that begins in five minutes: its controller's clock is wrong. */
const OF_THE_FUTURE = `(
        lpad(to_hex((extract(epoch FROM now()) * 1000)::bigint + 300000), 12, '0') || '70008000000000000000'
      )::uuid`;

/** So many ids of a host are looked at: those that a clock made which was a little ahead may not be in order. */
const NEWEST_IDS = 10;

const newestRuns = (condition: string) => `(
        SELECT newest.*, run.started_at AS began_at
        FROM (
          SELECT * FROM run_host AS by_id WHERE by_id.host_id = host.id AND by_id.run_id ${condition}
          ORDER BY by_id.run_id DESC LIMIT ${NEWEST_IDS}
        ) AS newest
        JOIN run ON run.id = newest.run_id
      )`;

/**
 * Of each of these hosts its newest run, by when it began: its id has the time of the controller. Served, host by host,
 * by run_host_host_id_run_id_idx.
 */
function lastRunsQuery(names: readonly string[]): ListQuery<RunHostRow> {
  const from = `host CROSS JOIN LATERAL (
    SELECT candidate.* FROM (
      ${newestRuns(`< ${OF_THE_FUTURE}`)} UNION ALL ${newestRuns(`>= ${OF_THE_FUTURE}`)}
    ) AS candidate
    ORDER BY candidate.began_at DESC, candidate.run_id DESC
    LIMIT 1
  ) AS run_host`;
  const key = [{ column: 'host.name', type: 'text' }] as const;
  return new ListQuery({ ...RUN_HOSTS, from, key, order: 'ASC' }).where('host.name = ANY(?::text[])', names);
}

@Injectable()
export class HostsReadModel {
  private readonly ofRuns = new NestedPages((keys, { failed, ...page }: RunRecapArgs) =>
    this.lists.pagesOfEach(hostsOfRunsQuery(failed), { columns: RUN_KEY, keys }, page, toRunHost),
  );

  constructor(private readonly lists: Lists) {}

  page(filter: HostFilter | null | undefined, page: PageArgs): Promise<Connection<HostType>> {
    return this.lists.page(hostsQuery(filter), page, ({ name }) => toHost(name));
  }

  byName(name: string): Promise<HostType | null> {
    const query = hostsQuery(null).where('host.name = ?', name);
    return this.lists.one(query, (row) => toHost(row.name));
  }

  runsOf(name: string, page: PageArgs): Promise<Connection<RunHost>> {
    return this.lists.page(runsOfHostQuery(name), page, toRunHost);
  }

  lastRunsOf(names: readonly string[]): Promise<RunHost[]> {
    return this.lists.all(lastRunsQuery(names), toRunHost);
  }

  /** Of all runs of a request that ask alike, in one statement. */
  hostsOf(runId: string, page: RunRecapArgs, request: object): Promise<Connection<RunHost>> {
    return this.ofRuns.load(request, [runId], page);
  }
}

/** The host of a name, as the API promises it. */
export function toHost(name: string): HostType {
  return objectOf(HostType, { id: toNamedId('Host', name), name });
}

function toRunHost(row: RunHostRow): RunHost {
  return {
    runId: row.runId,
    host: toHost(row.hostName),
    counts: recapCounts(row),
    resultCounts: row.results,
  };
}

export const SQL_EXAMPLES: SqlExample[] = [
  { title: 'hosts', query: hostsQuery({ name: 'ctl', notConvergedSince: EXAMPLE_TIME }), key: 1 },
  { title: 'runs of a host', query: runsOfHostQuery('ctl-001'), key: 1 },
  { title: 'hosts of runs', query: hostsOfRunsQuery(true), key: 1, of: RUN_KEY },
  { title: 'last run of hosts', query: lastRunsQuery(['ctl-001']), key: 1 },
];
