import { Injectable } from '@nestjs/common';
import type { Connection, Keyed } from '../relay/connection.js';
import { toRunPartId } from '../relay/global-id.js';
import { ListQuery } from '../relay/list-query.js';
import { Lists } from '../relay/lists.js';
import type { PageArgs } from '../relay/page-args.js';
import { PlayType } from './play.type.js';

type PlayRow = Keyed & { runId: string; seq: number };

/** The plays of a run in their order; served by play_pkey. */
export function playsQuery(runId: string): ListQuery {
  return new ListQuery({
    select: `play.run_id AS "runId", play.seq, play.uuid, play.name, play.hosts, play.strategy, play.serial, play.roles,
  play.tags, play.started_at AS "startedAt", play.no_hosts_matched AS "noHostsMatched",
  play.no_hosts_remaining AS "noHostsRemaining"`,
    from: 'play',
    key: [{ column: 'play.seq', type: 'integer' }],
    order: 'ASC',
  }).where('play.run_id = ?', runId);
}

@Injectable()
export class PlaysReadModel {
  constructor(private readonly lists: Lists) {}

  page(runId: string, page: PageArgs): Promise<Connection<PlayType>> {
    return this.lists.page<PlayRow, PlayType>(playsQuery(runId), page, toPlay);
  }

  bySeq(runId: string, seq: number): Promise<PlayType | null> {
    return this.lists.one<PlayRow, PlayType>(playsQuery(runId).where('play.seq = ?', seq), toPlay);
  }
}

function toPlay(row: PlayRow): PlayType {
  return Object.assign(new PlayType(), row, { id: toRunPartId('Play', row.runId, row.seq) });
}
