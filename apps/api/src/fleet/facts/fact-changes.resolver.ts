import { Context, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { RunLoader } from '../../run/runs/run-loader.js';
import { RunType } from '../../run/runs/run.type.js';
import { FactChange } from './host-fact.type.js';

@Resolver(() => FactChange)
export class FactChangesResolver {
  constructor(private readonly runs: RunLoader) {}

  @ResolveField(() => RunType, { nullable: true, description: 'The run that found it.' })
  run(@Parent() { runId }: FactChange, @Context() request: object): Promise<RunType | null> {
    return this.runs.load(request, runId);
  }
}
