import { Field, Float, GraphQLISODateTime, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { HostType } from '../../fleet/hosts/host.type.js';
import { connectionOf } from '../../graphql/relay/connection.js';
import { NodeInterface } from '../../graphql/relay/node.type.js';
import { UserError } from '../../graphql/relay/user-error.type.js';

export enum FailureState {
  new = 'new',
  known = 'known',
  resolved = 'resolved',
  regressed = 'regressed',
}

registerEnumType(FailureState, {
  name: 'FailureState',
  description:
    'How a group of failures stands. Failures that were ignored or rescued do not count for it, and those of check mode only while nothing else does.',
  valuesMap: {
    new: { description: 'Seen in one real run only; or so far in nothing but one run in check mode.' },
    known: {
      description: 'Seen in several runs; or so far only ignored or rescued, which is no news.',
    },
    resolved: { description: 'Somebody resolved it, and no run that started since then has it.' },
    regressed: { description: 'Seen again in a run that started after it was resolved.' },
  },
});

@ObjectType({ description: 'Failed and unreachable results: each is counted once.' })
export class FailureCounts {
  @Field(() => Int, { description: 'Failed, and neither ignored nor rescued.' })
  failed!: number;

  @Field(() => Int, { description: 'Unreachable, and not ignored.' })
  unreachable!: number;

  @Field(() => Int, { description: 'Ignored by ignore_errors or ignore_unreachable.' })
  ignored!: number;

  @Field(() => Int, { description: 'Taken care of by a rescue section.' })
  rescued!: number;

  @Field(() => Int, { description: 'All of them.' })
  total!: number;

  @Field(() => Int, { description: 'How many of them are of runs in check mode.' })
  checkMode!: number;
}

@ObjectType({
  description:
    'How often what a group says was also found in successful results of the same task. A signature that successes share tells little about the cause.',
})
export class SignatureCheck {
  @Field(() => GraphQLISODateTime, { description: 'When it was looked for.' })
  checkedAt!: Date;

  @Field(() => Int, { description: 'How many successful results were looked at: the newest, 20 at most.' })
  results!: number;

  @Field(() => Int, { description: 'How many of them say the same.' })
  matching!: number;
}

@ObjectType('FailureGroup', {
  implements: () => [NodeInterface],
  description:
    'Failures of one cause over all runs: of the same module, role and task, and with the same message but for hosts, addresses, ports, times, ids, paths and counts.',
})
export class FailureGroup extends NodeInterface {
  readonly nodeType = 'FailureGroup';

  @Field(() => ID, { description: 'What its failures share: a hash.' })
  fingerprint!: string;

  @Field(() => Int, {
    description: 'Version of the rules that made the fingerprint. Groups of older rules stay as they are.',
  })
  version!: number;

  @Field({ description: 'First line of the signature; the name of the task when its failures say nothing.' })
  title!: string;

  @Field({ description: 'What its failures say, with placeholders for what differs between them.' })
  signature!: string;

  @Field(() => String, { nullable: true, description: 'Module or action plugin.' })
  action!: string | null;

  @Field(() => String, { nullable: true, description: 'Role of the task.' })
  role!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Name of the task, with placeholders; null for failures that belong to no task.',
  })
  task!: string | null;

  @Field(() => FailureState, { description: 'How it stands.' })
  state!: FailureState;

  @Field(() => FailureCounts, { description: 'Its failures over all runs.' })
  counts!: FailureCounts;

  @Field(() => Int, { description: 'In how many runs it was seen.' })
  runCount!: number;

  @Field(() => GraphQLISODateTime, {
    nullable: true,
    description: 'Its first failure, by the clock of the controller; null when the ledger no longer holds any.',
  })
  firstSeenAt!: Date | null;

  @Field(() => GraphQLISODateTime, { nullable: true, description: 'Its last failure so far.' })
  lastSeenAt!: Date | null;

  @Field(() => GraphQLISODateTime, { nullable: true, description: 'When it was last resolved; null unless it is.' })
  resolvedAt!: Date | null;

  @Field(() => String, { nullable: true, description: 'Name of the token it was resolved with.' })
  resolvedBy!: string | null;

  @Field(() => SignatureCheck, {
    nullable: true,
    description: 'Whether successful results say the same; null until it was looked for, within minutes.',
  })
  seenInSuccess!: SignatureCheck | null;

  firstRunId!: string | null;
  lastRunId!: string | null;
}

@ObjectType({ description: 'The failures of a group on one host.' })
export class FailureGroupHost {
  @Field(() => HostType, { description: 'The host.' })
  host!: HostType;

  @Field(() => Int, { description: 'How many there are.' })
  failures!: number;

  @Field(() => GraphQLISODateTime, { description: 'The first one.' })
  firstSeenAt!: Date;

  @Field(() => GraphQLISODateTime, { description: 'The last one so far.' })
  lastSeenAt!: Date;
}

@ObjectType({ description: 'The failures of a group in one run.' })
export class FailureGroupRun {
  runId!: string;

  @Field(() => FailureCounts, { description: 'How many there are.' })
  counts!: FailureCounts;

  @Field(() => GraphQLISODateTime, { description: 'The first one.' })
  firstSeenAt!: Date;

  @Field(() => GraphQLISODateTime, { description: 'The last one.' })
  lastSeenAt!: Date;
}

export enum FailureNoteKind {
  note = 'note',
  resolved = 'resolved',
  reopened = 'reopened',
}

registerEnumType(FailureNoteKind, {
  name: 'FailureNoteKind',
  description: 'What somebody did with a group of failures.',
  valuesMap: {
    note: { description: 'Wrote something.' },
    resolved: { description: 'Resolved it.' },
    reopened: { description: 'Took the resolution back.' },
  },
});

@ObjectType({ description: 'What somebody wrote about a group of failures, or did with it. It is never changed.' })
export class FailureNote {
  @Field(() => FailureNoteKind, { description: 'What was done.' })
  kind!: FailureNoteKind;

  @Field(() => String, { nullable: true, description: 'What was written, if anything.' })
  text!: string | null;

  @Field({ description: 'Name of the token it was done with.' })
  author!: string;

  @Field(() => GraphQLISODateTime, { description: 'When, by our clock.' })
  createdAt!: Date;
}

@ObjectType({ description: 'What became of a group of failures.' })
export class FailureGroupPayload {
  @Field(() => FailureGroup, { nullable: true, description: 'The group as it stands now; null when there is none.' })
  failureGroup!: FailureGroup | null;

  @Field(() => [UserError], { description: 'Why nothing was done; empty when it was.' })
  userErrors!: UserError[];
}

@ObjectType({
  description:
    'The failures of the runs that started in a period. Real ones are those that were neither ignored nor rescued, in runs that were not in check mode.',
})
export class FailureStatistics {
  @Field(() => GraphQLISODateTime, { description: 'Begin of the period.' })
  since!: Date;

  @Field(() => GraphQLISODateTime, { description: 'Its end, not included.' })
  until!: Date;

  @Field(() => Int, { description: 'Real failures.' })
  failures!: number;

  @Field(() => Int, { description: 'Those of them whose group an earlier run had known already.' })
  knownFailures!: number;

  @Field(() => Float, {
    nullable: true,
    description: 'Share of the real failures that fell into a known group: 0 to 1; null when there are none.',
  })
  knownRate!: number | null;

  @Field(() => Int, { description: 'Groups with real failures.' })
  groups!: number;

  @Field(() => Int, { description: 'Those of them that no earlier run had.' })
  newGroups!: number;

  @Field(() => Int, { description: 'Failures that were ignored.' })
  ignored!: number;

  @Field(() => Int, { description: 'Failures that were rescued.' })
  rescued!: number;

  @Field(() => Int, { description: 'Failures of runs in check mode, that were neither ignored nor rescued.' })
  checkMode!: number;
}

export const FailureGroups = connectionOf(FailureGroup);
export const FailureGroupHosts = connectionOf(FailureGroupHost);
export const FailureGroupRuns = connectionOf(FailureGroupRun);
export const FailureNotes = connectionOf(FailureNote);
