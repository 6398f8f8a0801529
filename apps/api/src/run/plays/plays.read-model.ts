import { Injectable } from '@nestjs/common';
import type { Connection, Keyed } from '../../graphql/relay/connection.js';
import { toRunPartId } from '../../graphql/relay/global-id.js';
import { ListQuery } from '../../graphql/relay/list-query.js';
import { Lists } from '../../graphql/relay/lists.js';
import { NestedPages } from '../../graphql/relay/nested-pages.js';
import type { PageArgs } from '../../graphql/relay/page-args.js';
import { type SqlExample } from '../../graphql/relay/sql-example.js';
import { RUN_KEY } from '../runs/run-key.js';
import { PlayType } from './play.type.js';

type PlayRow = Keyed & { runId: string; seq: number };

/** Plays in the order of their run; served by play_pkey. */
function playsQuery(): ListQuery {
  return new ListQuery({
    select: `play.run_id AS "runId", play.seq, play.uuid, play.name, play.hosts, play.strategy, play.serial, play.roles,
  play.tags, play.started_at AS "startedAt", play.no_hosts_matched AS "noHostsMatched",
  play.no_hosts_remaining AS "noHostsRemaining"`,
    from: 'play',
    key: [{ column: 'play.seq', type: 'integer' }],
    order: 'ASC',
  });
}

/** The plays of each run; served, one by one, by play_pkey. */
export function playsOfRunsQuery(): ListQuery {
  return playsQuery().where('play.run_id = parent.run_id');
}

@Injectable()
export class PlaysReadModel {
  private readonly ofRuns = new NestedPages((keys, page: PageArgs) =>
    this.lists.pagesOfEach<PlayRow, PlayType>(playsOfRunsQuery(), { columns: RUN_KEY, keys }, page, toPlay),
  );

  constructor(private readonly lists: Lists) {}

  /** Of all runs of a request that ask alike, in one statement. */
  pageOfRun(runId: string, page: PageArgs, request: object): Promise<Connection<PlayType>> {
    return this.ofRuns.load(request, [runId], page);
  }

  bySeq(runId: string, seq: number): Promise<PlayType | null> {
    return this.lists.one<PlayRow, PlayType>(
      playsQuery().where('play.run_id = ?', runId).where('play.seq = ?', seq),
      toPlay,
    );
  }
}

function toPlay(row: PlayRow): PlayType {
  return Object.assign(new PlayType(), row, { id: toRunPartId('Play', row.runId, row.seq) });
}

export const SQL_EXAMPLES: SqlExample[] = [{ title: 'plays of runs', query: playsOfRunsQuery(), key: 1, of: RUN_KEY }];
