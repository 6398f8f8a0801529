import { Context, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { BodyLoader } from '../results/body-loader.js';
import { toResultKey } from '../results/result-key.js';
import { TaskResultLoader } from '../results/task-result-loader.js';
import { TaskResultType } from '../results/task-result.type.js';
import { compareBodies } from './compare-bodies.js';
import { ResultDetails, TurnedResult } from './run-comparison.type.js';

/** The two results of a task that turned, and what they say: read for the page that somebody looks at. */
@Resolver(() => TurnedResult)
export class TurnedResultsResolver {
  constructor(
    private readonly taskResults: TaskResultLoader,
    private readonly bodies: BodyLoader,
  ) {}

  @ResolveField(() => TaskResultType, { description: 'Its result in the earlier run.' })
  before(@Parent() { keyBefore }: TurnedResult, @Context() request: object): Promise<TaskResultType | null> {
    return this.taskResults.load(request, toResultKey(keyBefore.runId, keyBefore.seq));
  }

  @ResolveField(() => TaskResultType, { description: 'Its result in the later run.' })
  after(@Parent() { keyAfter }: TurnedResult, @Context() request: object): Promise<TaskResultType | null> {
    return this.taskResults.load(request, toResultKey(keyAfter.runId, keyAfter.seq));
  }

  @ResolveField(() => ResultDetails, {
    description: 'Arguments that changed, and the texts of both results; read from their bodies in the ledger.',
  })
  async details(@Parent() { keyBefore, keyAfter }: TurnedResult, @Context() request: object): Promise<ResultDetails> {
    const [before, after] = await Promise.all(
      [keyBefore, keyAfter].map(({ runId, seq }) => this.bodies.load(request, toResultKey(runId, seq))),
    );
    return compareBodies(before ?? null, after ?? null);
  }
}
