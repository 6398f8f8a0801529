import type { Type } from '@nestjs/common';
import { Context, Parent, ResolveField, Resolver, type Complexity } from '@nestjs/graphql';
import { COST_OF_BODY } from '../../gate/limits/query-cost.js';
import { BodyLoader } from '../results/body-loader.js';
import { toResultKey } from '../results/result-key.js';
import { TaskResultLoader } from '../results/task-result-loader.js';
import { TaskResultType } from '../results/task-result.type.js';
import { compareBodies } from './compare-bodies.js';
import { compareInputs } from './compare-inputs.js';
import { ChangedArguments, ChangedInput, ResultDetails, ResultPair, TurnedResult } from './run-comparison.type.js';

const ofBothBodies: Complexity = ({ childComplexity }) => 2 * COST_OF_BODY + childComplexity;

type Bodies = [before: Record<string, unknown> | null, after: Record<string, unknown> | null];

/** The two results of a pair: read for the page that somebody looks at, those of all its pairs at once. */
function resultsOf(pairType: Type<ResultPair>): Type<unknown> {
  @Resolver(() => pairType)
  class ResultsResolver {
    constructor(private readonly taskResults: TaskResultLoader) {}

    @ResolveField(() => TaskResultType, { description: 'Its result in the earlier run.' })
    before(@Parent() { keyBefore }: ResultPair, @Context() request: object): Promise<TaskResultType | null> {
      return this.taskResults.load(request, toResultKey(keyBefore.runId, keyBefore.seq));
    }

    @ResolveField(() => TaskResultType, { description: 'Its result in the later run.' })
    after(@Parent() { keyAfter }: ResultPair, @Context() request: object): Promise<TaskResultType | null> {
      return this.taskResults.load(request, toResultKey(keyAfter.runId, keyAfter.seq));
    }
  }
  return ResultsResolver;
}

export const ResultsOfTurned = resultsOf(TurnedResult);
export const ResultsOfChangedInput = resultsOf(ChangedInput);

@Resolver(() => TurnedResult)
export class TurnedResultsResolver {
  constructor(private readonly bodies: BodyLoader) {}

  @ResolveField(() => ResultDetails, {
    complexity: ofBothBodies,
    description: 'Changed arguments and the texts of both results, read from their bodies in the ledger.',
  })
  async details(@Parent() pair: TurnedResult, @Context() request: object): Promise<ResultDetails> {
    return compareBodies(...(await bodiesOf(pair, this.bodies, request)));
  }
}

@Resolver(() => ChangedInput)
export class ChangedInputsResolver {
  constructor(private readonly bodies: BodyLoader) {}

  @ResolveField(() => ChangedArguments, {
    nullable: true,
    complexity: ofBothBodies,
    description:
      'The arguments that differ, read from the bodies in the ledger; null if one of them is no longer stored.',
  })
  async changed(@Parent() pair: ChangedInput, @Context() request: object): Promise<ChangedArguments | null> {
    const [before, after] = await bodiesOf(pair, this.bodies, request);
    return before === null || after === null ? null : compareInputs(before, after);
  }
}

function bodiesOf({ keyBefore, keyAfter }: ResultPair, bodies: BodyLoader, request: object): Promise<Bodies> {
  return Promise.all([
    bodies.load(request, toResultKey(keyBefore.runId, keyBefore.seq)),
    bodies.load(request, toResultKey(keyAfter.runId, keyAfter.seq)),
  ]);
}
