import { Field, Float, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { connectionOf } from '../../graphql/relay/connection.js';
import { JsonScalar } from '../../graphql/relay/json.scalar.js';
import { InstalledCollection } from '../runs/installed-collection.type.js';
import { RunType } from '../runs/run.type.js';
import type { ResultPairOfTask, TaskComparison } from './compare-tasks.js';

export enum RunHostOutcome {
  ok = 'ok',
  changed = 'changed',
  failed = 'failed',
  unreachable = 'unreachable',
}

registerEnumType(RunHostOutcome, {
  name: 'RunHostOutcome',
  description: 'Outcome of a run on a host.',
  valuesMap: {
    ok: { description: 'Successful, and nothing changed.' },
    changed: { description: 'Successful, and something changed.' },
    failed: { description: 'A task failed there, and the failure was neither ignored nor rescued.' },
    unreachable: { description: 'The host could not be reached.' },
  },
});

@ObjectType({ description: 'A difference in how the two runs were started.' })
export class ChangedFact {
  @Field({
    description:
      'Its name: `ansibleVersion`, `configurationCommit`, `action`, `tags`, ..., as in `Run`; `releases` of ' +
      'the deployments; `extraVars.NAME` for an extra variable whose value is known.',
  })
  name!: string;

  @Field(() => JsonScalar, { nullable: true, description: 'In the earlier run; null if unknown.' })
  before!: unknown;

  @Field(() => JsonScalar, { nullable: true, description: 'In the later run; null if unknown.' })
  after!: unknown;
}

@ObjectType({ description: 'A host with another outcome, or that is part of only one of the runs.' })
export class ComparedHost {
  @Field({ description: 'Inventory name of the host.' })
  hostName!: string;

  @Field(() => RunHostOutcome, { nullable: true, description: 'In the earlier run; null if it was not part of it.' })
  before!: RunHostOutcome | null;

  @Field(() => RunHostOutcome, { nullable: true, description: 'In the later run; null if it was not part of it.' })
  after!: RunHostOutcome | null;
}

@ObjectType({ description: 'A container whose image differs between the two runs.' })
export class ChangedImage {
  @Field({ description: 'Service that the container belongs to.' })
  service!: string;

  @Field({ description: 'Inventory name of the host.' })
  hostName!: string;

  @Field({ description: 'Name of the container.' })
  containerName!: string;

  @Field({ description: 'Image reference of the earlier run.' })
  imageBefore!: string;

  @Field({ description: 'Image reference of the later run.' })
  imageAfter!: string;

  @Field(() => String, { nullable: true, description: 'Tag of the earlier image.' })
  tagBefore!: string | null;

  @Field(() => String, { nullable: true, description: 'Tag of the later image.' })
  tagAfter!: string | null;
}

@ObjectType({ description: 'The identity of a task across runs.' })
export class ComparedTask {
  @Field({ description: 'Name of its play.' })
  playName!: string;

  @Field(() => String, { nullable: true, description: 'Role it belongs to.' })
  role!: string | null;

  @Field({ description: 'Name, prefixed with the role.' })
  name!: string;

  @Field({ description: 'Module or action plugin.' })
  action!: string;
}

@ObjectType({ description: 'A module argument that differs; for copied files also the checksum of the content.' })
export class ChangedArgument {
  @Field(() => JsonScalar, {
    nullable: true,
    description: 'For loops, the item or its key; null for other tasks.',
  })
  item!: unknown;

  @Field({ description: 'Name of the argument.' })
  name!: string;

  @Field(() => JsonScalar, { nullable: true, description: 'In the earlier run, redacted; the first 4,000 characters.' })
  before!: unknown;

  @Field(() => JsonScalar, { nullable: true, description: 'In the later run, likewise.' })
  after!: unknown;
}

@ObjectType({
  description:
    'Differences in detail between two results of one task on one host; for loops, of the item that failed ' +
    'in one of the runs.',
})
export class ResultDetails {
  @Field(() => JsonScalar, {
    nullable: true,
    description: 'The item of the loop; null if no single item is compared.',
  })
  item!: unknown;

  @Field(() => [ChangedArgument], {
    nullable: true,
    description: 'Arguments that differ, by name; null if a result does not include its arguments.',
  })
  changedArguments!: ChangedArgument[] | null;

  @Field(() => String, {
    nullable: true,
    complexity: 4,
    description: 'Text of the earlier result (message, standard error and output), its first 4,000 characters.',
  })
  textBefore!: string | null;

  @Field(() => String, {
    nullable: true,
    complexity: 4,
    description: 'Text of the later result (message, standard error and output), its first 4,000 characters.',
  })
  textAfter!: string | null;
}

/** Names a result: its run, and its `seq` in it. */
interface ResultKey {
  runId: string;
  seq: number;
}

/** A task on one host in both runs. */
@ObjectType({ isAbstract: true })
export abstract class ResultPair {
  @Field(() => ComparedTask, { description: 'The task.' })
  task!: ComparedTask;

  @Field({ description: 'Inventory name of the host.' })
  hostName!: string;

  keyBefore!: ResultKey;
  keyAfter!: ResultKey;
}

@ObjectType({ description: 'A task with another status on a host than before.' })
export class TurnedResult extends ResultPair {}

@ObjectType({ description: 'A task whose module arguments on a host differ between the runs.' })
export class ChangedInput extends ResultPair {}

@ObjectType({ description: 'The module arguments of a task that differ.' })
export class ChangedArguments {
  @Field(() => [ChangedArgument], {
    description:
      'The arguments that differ, for loops item by item: 100 at most. Empty if one of the results took ' +
      'another path, such as a failed copy.',
  })
  arguments!: ChangedArgument[];

  @Field(() => Int, { description: 'Number of further arguments that are left out.' })
  argumentsLeftOut!: number;

  @Field(() => [JsonScalar], { description: 'Items that only the earlier run processed, or their keys: 100 at most.' })
  itemsOnlyBefore!: unknown[];

  @Field(() => [JsonScalar], { description: 'Items that only the later run processed, or their keys: 100 at most.' })
  itemsOnlyAfter!: unknown[];
}

@ObjectType({ description: 'A collection that is missing from one of the runs, or has another version there.' })
export class ChangedCollection {
  @Field({ description: 'Namespace and name.' })
  name!: string;

  @Field(() => InstalledCollection, {
    nullable: true,
    description: 'In the earlier run; null if it was not installed.',
  })
  before!: InstalledCollection | null;

  @Field(() => InstalledCollection, {
    nullable: true,
    description: 'In the later run; null if it was not installed.',
  })
  after!: InstalledCollection | null;
}

@ObjectType({
  description: 'A task that only one of the runs reached, on hosts and in a play that are part of both runs.',
})
export class LoneTask {
  @Field(() => ComparedTask, { description: 'The task.' })
  task!: ComparedTask;

  @Field(() => [String], { description: 'Inventory names of the hosts on which only this run reached it.' })
  hostNames!: string[];

  @Field({ description: 'Whether the other run did not reach it on any host.' })
  everywhere!: boolean;
}

@ObjectType({ description: 'Durations of a task in both runs.' })
export class TaskDurationChange {
  @Field(() => ComparedTask, { description: 'The task.' })
  task!: ComparedTask;

  @Field(() => Float, { description: 'Seconds in the earlier run, from its header to its last result.' })
  before!: number;

  @Field(() => Float, { description: 'Seconds in the later run.' })
  after!: number;

  @Field(() => Float, { description: 'Difference in seconds; negative if it was faster.' })
  difference!: number;
}

/** The parts of a comparison: each is read when it is first asked for. */
export interface ComparisonParts {
  tasks(): Promise<TaskComparison>;
  /** Results of both runs whose modules were given something else. */
  inputs(): Promise<ResultPairOfTask[]>;
  hosts(): Promise<ComparedHost[]>;
  /** Names of the hosts of both runs. */
  hostNames(): Promise<ReadonlyMap<number, string>>;
  images(): Promise<ChangedImage[]>;
}

@ObjectType({
  description:
    'Comparison of two runs. Tasks are matched by play, role, name, action and occurrence. A play or host of ' +
    'only one run is listed once, not again with each of its tasks.',
})
export class RunComparison {
  @Field(() => RunType, { description: 'The earlier run.' })
  before!: RunType;

  @Field(() => RunType, { description: 'The later run.' })
  after!: RunType;

  /** Read when a field first asks for them, once for all fields. */
  parts!: ComparisonParts;
}

@ObjectType({ description: 'The number of differences of each kind.' })
export class DifferenceCounts {
  @Field(() => Int, { description: 'Results with another status.' })
  turned!: number;

  @Field(() => Int, { description: 'Results that newly failed.' })
  broken!: number;

  @Field(() => Int, { description: 'Results that no longer fail.' })
  mended!: number;
}

export const ChangedCollections = connectionOf(ChangedCollection);
export const ChangedInputs = connectionOf(ChangedInput);
export const ChangedImages = connectionOf(ChangedImage);
export const ComparedHosts = connectionOf(ComparedHost);
export const LoneTasks = connectionOf(LoneTask);
export const TaskDurationChanges = connectionOf(TaskDurationChange);
export const TurnedResults = connectionOf(TurnedResult);
