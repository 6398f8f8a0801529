import { Args, ArgsType, Context, Field, ID, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { BadInputError } from '../../errors/bad-input.error.js';
import { pageOf, type Connection } from '../../graphql/relay/connection.js';
import { runIdFrom } from '../../graphql/relay/global-id.js';
import { PageArgs } from '../../graphql/relay/page-args.js';
import { RunLoader } from '../../run/runs/run-loader.js';
import { RunType } from '../../run/runs/run.type.js';
import { CheckPrediction, type PredictedTask, PredictedTasks, PredictionVerdict } from './check-prediction.type.js';
import { CheckPredictionsReadModel } from './check-predictions.read-model.js';

@ArgsType()
class PredictedTasksArgs extends PageArgs {
  @Field(() => PredictionVerdict, { nullable: true, description: 'Only those with this verdict.' })
  verdict?: PredictionVerdict | null;
}

@Resolver(() => CheckPrediction)
export class CheckPredictionsResolver {
  constructor(
    private readonly readModel: CheckPredictionsReadModel,
    private readonly runs: RunLoader,
  ) {}

  @Query(() => [CheckPrediction], {
    description:
      'What a run in check mode predicted for each service, compared with what happened on the same hosts in ' +
      'the next real run with the same action that reached one of its tasks there. Empty for a real run.',
  })
  checkPrediction(
    @Args('checkRun', { type: () => ID, description: 'The run in check mode: its id or uuid.' }) checkRun: string,
  ): Promise<CheckPrediction[]> {
    const uuid = runIdFrom(checkRun);
    if (uuid === null) throw new BadInputError('"checkRun" is not the id of a run.');
    return this.readModel.of(uuid);
  }

  @ResolveField(() => RunType, { nullable: true, description: 'The next real run; null if there is none yet.' })
  nextRun(@Parent() { nextRunId }: CheckPrediction, @Context() request: object): Promise<RunType | null> | null {
    return nextRunId === null ? null : this.runs.load(request, nextRunId);
  }

  @ResolveField(() => PredictedTasks.type, {
    description: 'Tasks with a predicted or actual change, by name and host; none without a next run.',
  })
  tasks(
    @Parent() { allTasks }: CheckPrediction,
    @Args() { verdict, ...page }: PredictedTasksArgs,
  ): Connection<PredictedTask> {
    const asked = allTasks.filter((task) => verdict == null || task.verdict === verdict);
    return pageOf(asked, page, (task) => task);
  }
}
