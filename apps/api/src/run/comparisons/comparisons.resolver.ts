import { Args, ArgsType, Field, ID, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { IsOptional, IsString } from 'class-validator';
import { objectOf } from '../../graphql/object-of.js';
import { runIdFrom } from '../../graphql/relay/global-id.js';
import { RunType } from '../runs/run.type.js';
import { RunsReadModel } from '../runs/runs.read-model.js';
import { ComparisonsReadModel } from './comparisons.read-model.js';
import { RunComparison } from './run-comparison.type.js';

@ArgsType()
class LastGoodArgs {
  @Field(() => String, {
    nullable: true,
    description:
      'Only this service of the run; without it, the earlier run must have deployed all services of this one.',
  })
  @IsOptional()
  @IsString()
  service?: string | null;
}

/** Which two runs are compared. */
@Resolver(() => RunType)
export class ComparisonsResolver {
  constructor(
    private readonly comparisons: ComparisonsReadModel,
    private readonly runs: RunsReadModel,
  ) {}

  @Query(() => RunComparison, {
    nullable: true,
    description: 'Compares two runs by their ids or uuids; null if one of them does not exist.',
  })
  async compareRuns(
    @Args('a', { type: () => ID, description: 'The earlier run, to compare with.' }) a: string,
    @Args('b', { type: () => ID, description: 'The later run.' }) b: string,
  ): Promise<RunComparison | null> {
    const [before, after] = await Promise.all([this.find(runIdFrom(a)), this.find(runIdFrom(b))]);
    return before === null || after === null ? null : this.comparisonOf(before, after);
  }

  @ResolveField(() => RunComparison, {
    nullable: true,
    description:
      'Compares this run with the last successful real run before it that deployed the same services with the ' +
      'same action on at least the same hosts; null if there is none.',
  })
  async comparedToLastGood(@Parent() run: RunType, @Args() { service }: LastGoodArgs): Promise<RunComparison | null> {
    const before = await this.find(await this.comparisons.lastGoodOf(run.uuid, service ?? null));
    return before === null ? null : this.comparisonOf(before, run);
  }

  private async find(uuid: string | null): Promise<RunType | null> {
    return uuid === null ? null : this.runs.byUuid(uuid);
  }

  private comparisonOf(before: RunType, after: RunType): RunComparison {
    return objectOf(RunComparison, {
      before,
      after,
      parts: this.comparisons.parts(before.uuid, after.uuid),
    });
  }
}
