import { Field, Float, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { HostType } from '../../fleet/hosts/host.type.js';
import { connectionOf } from '../../graphql/relay/connection.js';
import { DateTimeScalar } from '../../graphql/relay/date-time.scalar.js';
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
    'State of a group of failures. Ignored and rescued failures do not count, and failures in check mode ' +
    'count only while there are no others.',
  valuesMap: {
    new: { description: 'Seen in one real run only, or so far in only one run in check mode.' },
    known: {
      description: 'Seen in several runs, or so far only ignored or rescued.',
    },
    resolved: { description: 'It was resolved, and no run that started since then has it.' },
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

  @Field(() => Int, { description: 'Handled by a rescue section.' })
  rescued!: number;

  @Field(() => Int, { description: 'All of them.' })
  total!: number;

  @Field(() => Int, { description: 'How many of them belong to runs in check mode.' })
  checkMode!: number;
}

@ObjectType({
  description:
    'How often the signature of a group also occurs in successful results of the same task. A signature that ' +
    'successful results share says little about the cause.',
})
export class SignatureCheck {
  @Field(() => DateTimeScalar, { description: 'When it was checked.' })
  checkedAt!: Date;

  @Field(() => Int, { description: 'Number of successful results checked: the latest, at most 20.' })
  results!: number;

  @Field(() => Int, { description: 'Number of them that contain the signature.' })
  matching!: number;
}

@ObjectType('FailureGroup', {
  implements: () => [NodeInterface],
  description:
    'Failures with one cause in all runs: same module, role and task, and the same message apart from hosts, ' +
    'addresses, ports, times, ids, paths and counts.',
})
export class FailureGroup extends NodeInterface {
  readonly nodeType = 'FailureGroup';

  @Field(() => ID, { description: 'A hash of what its failures have in common.' })
  fingerprint!: string;

  @Field(() => Int, {
    description: 'Version of the rules that made the fingerprint. Groups of older rules stay as they are.',
  })
  version!: number;

  @Field({ description: 'First line of the signature; the name of the task if its failures have no message.' })
  title!: string;

  @Field({ description: 'The message of its failures, with placeholders for the parts that differ.' })
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

  @Field(() => FailureState, { description: 'Its state.' })
  state!: FailureState;

  @Field(() => FailureCounts, { description: 'Its failures in all runs.' })
  counts!: FailureCounts;

  @Field(() => Int, { description: 'Number of runs in which it was seen.' })
  runCount!: number;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: "Its first failure, by the controller's clock; null if the ledger no longer contains any.",
  })
  firstSeenAt!: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Its latest failure.' })
  lastSeenAt!: Date | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When it was last resolved; null unless it is resolved.',
  })
  resolvedAt!: Date | null;

  @Field(() => String, { nullable: true, description: 'Name of the token that resolved it.' })
  resolvedBy!: string | null;

  @Field(() => SignatureCheck, {
    nullable: true,
    description: 'Whether successful results contain the same text; null until checked, which takes minutes.',
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

  @Field(() => DateTimeScalar, { description: 'The first one.' })
  firstSeenAt!: Date;

  @Field(() => DateTimeScalar, { description: 'The latest one.' })
  lastSeenAt!: Date;
}

@ObjectType({ description: 'The failures of a group in one run.' })
export class FailureGroupRun {
  runId!: string;

  @Field(() => FailureCounts, { description: 'How many there are.' })
  counts!: FailureCounts;

  @Field(() => DateTimeScalar, { description: 'The first one.' })
  firstSeenAt!: Date;

  @Field(() => DateTimeScalar, { description: 'The last one.' })
  lastSeenAt!: Date;
}

export enum FailureNoteKind {
  note = 'note',
  resolved = 'resolved',
  reopened = 'reopened',
}

registerEnumType(FailureNoteKind, {
  name: 'FailureNoteKind',
  description: 'Kind of an entry on a group of failures.',
  valuesMap: {
    note: { description: 'A note.' },
    resolved: { description: 'The group was resolved.' },
    reopened: { description: 'The group was reopened.' },
  },
});

@ObjectType({ description: 'A note on a group of failures, or its resolution or reopening. It is never changed.' })
export class FailureNote {
  @Field(() => FailureNoteKind, { description: 'What was done.' })
  kind!: FailureNoteKind;

  @Field(() => String, { nullable: true, description: 'The text, if any.' })
  text!: string | null;

  @Field({ description: 'Name of the token used.' })
  author!: string;

  @Field(() => DateTimeScalar, { description: "When, by the server's clock." })
  createdAt!: Date;
}

@ObjectType({ description: 'Result of a mutation of a group of failures.' })
export class FailureGroupPayload {
  @Field(() => FailureGroup, {
    nullable: true,
    description: 'The group in its current state; null if it does not exist.',
  })
  failureGroup!: FailureGroup | null;

  @Field(() => [UserError], { description: 'Why nothing was done; empty on success.' })
  userErrors!: UserError[];
}

@ObjectType({
  description:
    'The failures of the runs that started in a period. Real failures were neither ignored nor rescued, in ' +
    'runs that were not in check mode.',
})
export class FailureStatistics {
  @Field(() => DateTimeScalar, { description: 'Start of the period.' })
  since!: Date;

  @Field(() => DateTimeScalar, { description: 'End of the period, exclusive.' })
  until!: Date;

  @Field(() => Int, { description: 'Real failures.' })
  failures!: number;

  @Field(() => Int, { description: 'Groups that had already occurred in an earlier run.' })
  knownFailures!: number;

  @Field(() => Float, {
    nullable: true,
    description: 'Share of the real failures in known groups, from 0 to 1; null if there are none.',
  })
  knownRate!: number | null;

  @Field(() => Int, { description: 'Groups with real failures.' })
  groups!: number;

  @Field(() => Int, { description: 'Groups that had not occurred in any earlier run.' })
  newGroups!: number;

  @Field(() => Int, { description: 'Failures that were ignored.' })
  ignored!: number;

  @Field(() => Int, { description: 'Failures that were rescued.' })
  rescued!: number;

  @Field(() => Int, { description: 'Failures in check mode that were neither ignored nor rescued.' })
  checkMode!: number;
}

export const FailureGroups = connectionOf(FailureGroup);
export const FailureGroupHosts = connectionOf(FailureGroupHost);
export const FailureGroupRuns = connectionOf(FailureGroupRun);
export const FailureNotes = connectionOf(FailureNote);
