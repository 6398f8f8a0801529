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
  description: 'How a run ended on a host.',
  valuesMap: {
    ok: { description: 'Fine, and nothing changed.' },
    changed: { description: 'Fine, and something changed.' },
    failed: { description: 'A task failed there, and nothing took care of it.' },
    unreachable: { description: 'It could not be reached.' },
  },
});

@ObjectType({ description: 'Something that the two runs were started with and that differs.' })
export class ChangedFact {
  @Field({
    description:
      'What it is: `ansibleVersion`, `configurationCommit`, `action`, `tags`, ..., as `Run` names it; `releases` of the deployments; `extraVars.NAME` for an extra variable whose value is known.',
  })
  name!: string;

  @Field(() => JsonScalar, { nullable: true, description: 'In the earlier run; null when it is not known there.' })
  before!: unknown;

  @Field(() => JsonScalar, { nullable: true, description: 'In the later run; null when it is not known there.' })
  after!: unknown;
}

@ObjectType({ description: 'A host that ended otherwise, or that only one of the runs had.' })
export class ComparedHost {
  @Field({ description: 'Inventory name of the host.' })
  hostName!: string;

  @Field(() => RunHostOutcome, { nullable: true, description: 'In the earlier run; null when it was not part of it.' })
  before!: RunHostOutcome | null;

  @Field(() => RunHostOutcome, { nullable: true, description: 'In the later run; null when it was not part of it.' })
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

@ObjectType({ description: 'What names a task in every run.' })
export class ComparedTask {
  @Field({ description: 'Name of its play.' })
  playName!: string;

  @Field(() => String, { nullable: true, description: 'Role it belongs to.' })
  role!: string | null;

  @Field({ description: 'Name, with the role before it.' })
  name!: string;

  @Field({ description: 'Module or action plugin.' })
  action!: string;
}

@ObjectType({ description: 'An argument of a module that differs; of a copied file also the checksum of its content.' })
export class ChangedArgument {
  @Field(() => JsonScalar, {
    nullable: true,
    description: 'Of a loop: the item that it was given for, or its key; null for other tasks.',
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
  description: 'Two results of one task on one host, word by word. Of a loop, the item that failed in one of the runs.',
})
export class ResultDetails {
  @Field(() => JsonScalar, {
    nullable: true,
    description: 'The item of the loop; null when no single one is compared.',
  })
  item!: unknown;

  @Field(() => [ChangedArgument], {
    nullable: true,
    description: 'Arguments that differ, by name; null when a result does not tell its arguments.',
  })
  changedArguments!: ChangedArgument[] | null;

  @Field(() => String, {
    nullable: true,
    complexity: 4,
    description: 'What the earlier result says (message, standard error and output), its first 4,000 characters.',
  })
  textBefore!: string | null;

  @Field(() => String, { nullable: true, complexity: 4, description: 'What the later result says, likewise.' })
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

@ObjectType({ description: 'A task that had another outcome on a host than before.' })
export class TurnedResult extends ResultPair {}

@ObjectType({ description: 'A task whose module was given something else on a host than before.' })
export class ChangedInput extends ResultPair {}

@ObjectType({ description: 'What the module of a task was given otherwise.' })
export class ChangedArguments {
  @Field(() => [ChangedArgument], {
    description:
      'The arguments that differ, of a loop item by item: 100 at most. Empty where one of the results went another way, as a failed copy does.',
  })
  arguments!: ChangedArgument[];

  @Field(() => Int, { description: 'How many more there are.' })
  argumentsLeftOut!: number;

  @Field(() => [JsonScalar], { description: 'Items that only the earlier run worked on, or their keys: 100 at most.' })
  itemsOnlyBefore!: unknown[];

  @Field(() => [JsonScalar], { description: 'Items that only the later run worked on, likewise.' })
  itemsOnlyAfter!: unknown[];
}

@ObjectType({ description: 'A collection that one of the runs did not have, or had in another version.' })
export class ChangedCollection {
  @Field({ description: 'Namespace and name.' })
  name!: string;

  @Field(() => InstalledCollection, {
    nullable: true,
    description: 'In the earlier run; null when it was not installed.',
  })
  before!: InstalledCollection | null;

  @Field(() => InstalledCollection, {
    nullable: true,
    description: 'In the later run; null when it was not installed.',
  })
  after!: InstalledCollection | null;
}

@ObjectType({ description: 'A task that only one of the runs came to, on hosts and in a play that both runs had.' })
export class LoneTask {
  @Field(() => ComparedTask, { description: 'The task.' })
  task!: ComparedTask;

  @Field(() => [String], { description: 'Inventory names of the hosts on which only this run came to it.' })
  hostNames!: string[];

  @Field({ description: 'Whether the other run came to it on no host at all.' })
  everywhere!: boolean;
}

@ObjectType({ description: 'How long a task of both runs took.' })
export class TaskDurationChange {
  @Field(() => ComparedTask, { description: 'The task.' })
  task!: ComparedTask;

  @Field(() => Float, { description: 'Seconds in the earlier run, from its header to its last result.' })
  before!: number;

  @Field(() => Float, { description: 'Seconds in the later run.' })
  after!: number;

  @Field(() => Float, { description: 'Seconds that it took longer; negative when it was faster.' })
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
    'Two runs side by side. Tasks are matched by play, role, name, action and turn. A play or a host of only one run is told once, and not again with each of its tasks.',
})
export class RunComparison {
  @Field(() => RunType, { description: 'The run that is compared with.' })
  before!: RunType;

  @Field(() => RunType, { description: 'The run that is asked about.' })
  after!: RunType;

  /** Read when a field first asks for them, once for all fields. */
  parts!: ComparisonParts;
}

@ObjectType({ description: 'How many of each kind of difference there are.' })
export class DifferenceCounts {
  @Field(() => Int, { description: 'Results that turned.' })
  turned!: number;

  @Field(() => Int, { description: 'Those of them that are broken now and were not.' })
  broken!: number;

  @Field(() => Int, { description: 'Those of them that were broken and are not any more.' })
  mended!: number;
}

export const ChangedCollections = connectionOf(ChangedCollection);
export const ChangedInputs = connectionOf(ChangedInput);
export const ChangedImages = connectionOf(ChangedImage);
export const ComparedHosts = connectionOf(ComparedHost);
export const LoneTasks = connectionOf(LoneTask);
export const TaskDurationChanges = connectionOf(TaskDurationChange);
export const TurnedResults = connectionOf(TurnedResult);
