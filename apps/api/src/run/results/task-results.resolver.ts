import { Args, Context, ID, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { COST_OF_BODY } from '../../gate/limits/query-cost.js';
import { pageOf, type Connection } from '../../graphql/relay/connection.js';
import { fromRunPartId } from '../../graphql/relay/global-id.js';
import { JsonScalar } from '../../graphql/relay/json.scalar.js';
import { PageArgs } from '../../graphql/relay/page-args.js';
import { RunLoader } from '../runs/run-loader.js';
import { RunType } from '../runs/run.type.js';
import { BodyLoader } from './body-loader.js';
import { itemWithDelegate } from './item-with-delegate.js';
import { itemsOf } from './result-bodies.js';
import { toResultKey } from './result-key.js';
import { type TaskResultItem, TaskResultItems, TaskResults, TaskResultType } from './task-result.type.js';
import { TaskResultsArgs } from './task-results.args.js';
import { TaskResultsReadModel } from './task-results.read-model.js';

@Resolver(() => TaskResultType)
export class TaskResultsResolver {
  constructor(
    private readonly readModel: TaskResultsReadModel,
    private readonly runs: RunLoader,
    private readonly bodies: BodyLoader,
  ) {}

  @Query(() => TaskResults.type, {
    description:
      'Task results in all runs: newest run first, and within it newest result first. With a filter for ' +
      'failures: newest first.',
  })
  taskResults(@Args() { filter, ...page }: TaskResultsArgs): Promise<Connection<TaskResultType>> {
    return this.readModel.page(filter, page);
  }

  @Query(() => TaskResultType, { nullable: true, description: 'A task result by its id; null if it does not exist.' })
  async taskResult(@Args('id', { type: () => ID }) id: string): Promise<TaskResultType | null> {
    const part = fromRunPartId('TaskResult', id);
    return part === null ? null : this.readModel.bySeq(part.runId, part.seq);
  }

  @ResolveField(() => RunType, { nullable: true, description: 'The run it belongs to.' })
  run(@Parent() { runId }: TaskResultType, @Context() request: object): Promise<RunType | null> {
    return this.runs.load(request, runId);
  }

  @ResolveField(() => JsonScalar, {
    nullable: true,
    complexity: COST_OF_BODY,
    description: 'The full result as returned by the module, redacted by the plugin.',
  })
  result(@Parent() { runId, seq }: TaskResultType, @Context() request: object): Promise<unknown> {
    return this.bodies.load(request, toResultKey(runId, seq));
  }

  @ResolveField(() => TaskResultItems.type, {
    complexity: ({ args, childComplexity }) => COST_OF_BODY + (args as PageArgs).first * childComplexity,
    description:
      'The items of a loop, in order. The plugin leaves out items of a result that is too large: then `totalCount` is ' +
      'less than `itemCount`. It keeps failed and changed ones longest.',
  })
  async items(
    @Parent() result: TaskResultType,
    @Args() page: PageArgs,
    @Context() request: object,
  ): Promise<Connection<TaskResultItem>> {
    const { runId, seq, itemCount } = result;
    const items =
      itemCount === null ? [] : itemsOf(await this.bodies.load(request, toResultKey(runId, seq)), itemCount);
    return pageOf(items, page, (item) => itemWithDelegate(item, result));
  }
}
