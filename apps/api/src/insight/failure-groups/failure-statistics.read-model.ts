import { Injectable } from '@nestjs/common';
import { ScopedDatabase } from '../../gate/scopes/scoped-database.js';
import { type SqlExample } from '../../graphql/relay/sql-example.js';
import type { FailureStatistics } from './failure-group.type.js';

/** Figures of a period, from what folds keep of each group and run; served by failure_group_run_run_started_at_idx. */
const STATISTICS_SQL = `SELECT coalesce(sum(each.real), 0)::int AS failures,
  coalesce(sum(each.real) FILTER (WHERE each.known), 0)::int AS "knownFailures",
  count(DISTINCT each.fingerprint) FILTER (WHERE each.real > 0)::int AS groups,
  count(DISTINCT each.fingerprint) FILTER (WHERE each.real > 0 AND NOT each.known)::int AS "newGroups",
  coalesce(sum(each.ignored), 0)::int AS ignored,
  coalesce(sum(each.rescued), 0)::int AS rescued,
  coalesce(sum(each.predicted), 0)::int AS "checkMode"
FROM (
  SELECT failure_group_run.fingerprint, failure_group_run.ignored, failure_group_run.rescued,
    failure_group_run.run_started_at > failure_group.first_real_run_at AS known,
    CASE WHEN failure_group_run.check_mode THEN 0 ELSE failure_group_run.failed + failure_group_run.unreachable END
      AS real,
    CASE WHEN failure_group_run.check_mode THEN failure_group_run.failed + failure_group_run.unreachable ELSE 0 END
      AS predicted
  FROM failure_group_run
  JOIN failure_group ON failure_group.fingerprint = failure_group_run.fingerprint
  WHERE failure_group_run.run_started_at >= $1 AND failure_group_run.run_started_at < $2
) AS each`;

@Injectable()
export class FailureStatisticsReadModel {
  constructor(private readonly database: ScopedDatabase) {}

  async of(since: Date, until: Date): Promise<FailureStatistics> {
    const [row] = await this.database.query<[Omit<FailureStatistics, 'since' | 'until' | 'knownRate'>]>(
      STATISTICS_SQL,
      [since, until],
    );
    return { ...row, since, until, knownRate: row.failures === 0 ? null : row.knownFailures / row.failures };
  }
}

export const SQL_EXAMPLES: SqlExample[] = [{ title: 'failures of a period', text: STATISTICS_SQL }];
