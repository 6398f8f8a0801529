import { Injectable } from '@nestjs/common';
import { columns, PlayEntity, type RowOf } from '#database';
import { objectOf } from '../../graphql/object-of.js';
import type { Connection } from '../../graphql/relay/connection.js';
import { toRunPartId } from '../../graphql/relay/global-id.js';
import { ListQuery } from '../../graphql/relay/list-query.js';
import { Lists } from '../../graphql/relay/lists.js';
import { NestedPages } from '../../graphql/relay/nested-pages.js';
import type { PageArgs } from '../../graphql/relay/page-args.js';
import { type SqlExample } from '../../graphql/relay/sql-example.js';
import { RUN_KEY } from '../runs/run-key.js';
import { PlayType } from './play.type.js';

const PLAY = {
  ...columns(PlayEntity, 'play', 'runId', 'seq', 'uuid', 'name', 'hosts', 'strategy', 'serial', 'roles', 'tags'),
  ...columns(PlayEntity, 'play', 'startedAt', 'noHostsMatched', 'noHostsRemaining'),
};

type PlayRow = RowOf<typeof PLAY>;

/** Plays in the order of their run; served by play_pkey. */
function playsQuery(): ListQuery<PlayRow> {
  return new ListQuery({
    select: PLAY,
    from: 'play',
    key: [{ column: 'play.seq', type: 'integer' }],
    order: 'ASC',
  });
}

/** The plays of each run; served, one by one, by play_pkey. */
function playsOfRunsQuery(): ListQuery<PlayRow> {
  return playsQuery().where('play.run_id = parent.run_id');
}

@Injectable()
export class PlaysReadModel {
  private readonly ofRuns = new NestedPages((keys, page: PageArgs) =>
    this.lists.pagesOfEach(playsOfRunsQuery(), { columns: RUN_KEY, keys }, page, toPlay),
  );

  constructor(private readonly lists: Lists) {}

  /** Of all runs of a request that ask alike, in one statement. */
  pageOfRun(runId: string, page: PageArgs, request: object): Promise<Connection<PlayType>> {
    return this.ofRuns.load(request, [runId], page);
  }

  bySeq(runId: string, seq: number): Promise<PlayType | null> {
    return this.lists.one(playsQuery().where('play.run_id = ?', runId).where('play.seq = ?', seq), toPlay);
  }
}

function toPlay(row: PlayRow): PlayType {
  return objectOf(PlayType, { ...row, id: toRunPartId('Play', row.runId, row.seq) });
}

export const SQL_EXAMPLES: SqlExample[] = [{ title: 'plays of runs', query: playsOfRunsQuery(), key: 1, of: RUN_KEY }];
