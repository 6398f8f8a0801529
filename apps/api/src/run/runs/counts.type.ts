import { Field, Int, ObjectType } from '@nestjs/graphql';
import { sql, type SelectOf } from '#database';

@ObjectType({
  description:
    "Ansible's recap counters, summed over hosts. As in Ansible's output, `ok` includes changed and ignored " +
    'results, and ignored or rescued failures are not `failed`. While a run is in progress, they are counted ' +
    'from the results received so far.',
})
export class RecapCounts {
  @Field(() => Int, { description: 'Successful results, including changed and ignored ones.' })
  ok!: number;

  @Field(() => Int, { description: 'Results that changed something.' })
  changed!: number;

  @Field(() => Int, { description: 'Failures that were neither ignored nor rescued.' })
  failed!: number;

  @Field(() => Int, { description: 'Skipped results.' })
  skipped!: number;

  @Field(() => Int, { description: 'Times a host could not be reached.' })
  unreachable!: number;

  @Field(() => Int, { description: 'Failures ignored by ignore_errors or ignore_unreachable.' })
  ignored!: number;

  @Field(() => Int, { description: 'Failures handled by a rescue section.' })
  rescued!: number;
}

@ObjectType({
  description:
    'Task results by status. Each result is counted once; ignored and rescued results also count in their ' +
    'own field.',
})
export class ResultCounts {
  @Field(() => Int, { description: 'Results with status ok: successful, and nothing changed.' })
  ok!: number;

  @Field(() => Int, { description: 'Results with status changed.' })
  changed!: number;

  @Field(() => Int, { description: 'Results with status failed, ignored and rescued ones included.' })
  failed!: number;

  @Field(() => Int, { description: 'Results with status skipped.' })
  skipped!: number;

  @Field(() => Int, { description: 'Results with status unreachable.' })
  unreachable!: number;

  @Field(() => Int, { description: 'Failed or unreachable results that were ignored.' })
  ignored!: number;

  @Field(() => Int, { description: 'Failed results that were rescued.' })
  rescued!: number;
}

const KEYS = ['ok', 'changed', 'failed', 'skipped', 'unreachable', 'ignored', 'rescued'] as const;

export interface CounterRow {
  results: ResultCounts;
  /** null until the recap has come. */
  recap: RecapCounts | null;
}

/** Columns of a table with result counters, as two JSON objects. */
export function counterColumns(table: string): SelectOf<CounterRow> {
  const object = (prefix: string) =>
    `jsonb_build_object(${KEYS.map((key) => `'${key}', ${table}.${prefix}_${key}`).join(', ')})`;
  return {
    results: sql(object('results')),
    recap: sql(`CASE WHEN ${table}.recap_ok IS NOT NULL THEN ${object('recap')} END`),
  };
}

/**
 * The recap if it has come; else what Ansible would count so far.
 * See docs/decisions/0002-counts-are-ansibles-recap.md.
 */
export function recapCounts({ results, recap }: CounterRow): RecapCounts {
  if (recap !== null) return recap;
  const tolerated = results.ignored + results.rescued;
  return {
    ok: results.ok + results.changed + results.ignored,
    changed: results.changed,
    failed: Math.max(0, results.failed - tolerated),
    skipped: results.skipped,
    unreachable: results.unreachable,
    ignored: results.ignored,
    rescued: results.rescued,
  };
}
