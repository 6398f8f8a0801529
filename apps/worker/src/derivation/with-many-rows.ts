import type { EntityManager } from 'typeorm';

/**
 * Tells Postgres's planner that the rows of a run, joined with each other, are many. It cannot know: of a new month, or
 * of an installation, it has no statistics yet, takes a run for a handful of rows, and compares each with each: in nested
 * loops, or where it merges by the first column of several. By hash it does neither. What fails rolls the setting back
 * too.
 * See docs/decisions/0020-what-folds-wait-for.md.
 */
export async function withManyRows<T>(tx: EntityManager, work: () => Promise<T>): Promise<T> {
  await tx.query('SET LOCAL enable_nestloop = off; SET LOCAL enable_mergejoin = off');
  const done = await work();
  await tx.query('SET LOCAL enable_nestloop = on; SET LOCAL enable_mergejoin = on');
  return done;
}
