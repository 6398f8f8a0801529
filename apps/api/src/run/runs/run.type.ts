import { Field, Float, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { connectionOf } from '../../graphql/relay/connection.js';
import { DateTimeScalar } from '../../graphql/relay/date-time.scalar.js';
import { JsonScalar } from '../../graphql/relay/json.scalar.js';
import { NodeInterface } from '../../graphql/relay/node.type.js';
import { RecapCounts, ResultCounts } from './counts.type.js';
import { Reporter } from './reporter.type.js';
import { Repository } from './repository.type.js';
import { RunOrigin } from './run-origin.type.js';

export enum RunStatus {
  running = 'running',
  completed = 'completed',
  failed = 'failed',
  interrupted = 'interrupted',
}

registerEnumType(RunStatus, {
  name: 'RunStatus',
  description: 'Status of a run.',
  valuesMap: {
    running: { description: 'In progress.' },
    completed: { description: 'Ended with exit code 0, also if failures of hosts were cleared or rescued.' },
    failed: { description: 'Ended with another exit code: hosts failed or were unreachable.' },
    interrupted: { description: 'Interrupted: the plugin reported it, or stopped sending signs of life.' },
  },
});

@ObjectType({ description: 'Sequence numbers from `from` to `to`, inclusive.' })
export class SeqRange {
  @Field(() => Int, { description: 'The first.' })
  from!: number;

  @Field(() => Int, { description: 'The last.' })
  to!: number;
}

@ObjectType('Run', {
  implements: () => [NodeInterface],
  description: 'One execution of one playbook, or of an ad-hoc command.',
})
export class RunType extends NodeInterface {
  readonly nodeType = 'Run';

  @Field(() => ID, { description: 'UUIDv7 of the run, assigned by the plugin.' })
  uuid!: string;

  @Field(() => String, {
    nullable: true,
    description:
      'Path of the playbook on the controller; null for an ad-hoc command, and until the first event has arrived.',
  })
  playbookPath!: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'The command, if `ansible` or ansible-console ran it and not a playbook, redacted: ' +
      "`ansible control -m service -a 'name=docker state=restarted'`. Such a run is no deployment.",
  })
  adHocCommand!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'File name of the playbook, without its directory; of an ad-hoc command, the command.',
  })
  name!: string | null;

  @Field(() => RunStatus, { description: 'Status of the run.' })
  status!: RunStatus;

  @Field(() => String, { nullable: true, description: 'Why the run was interrupted.' })
  interruptedReason!: string | null;

  @Field(() => Float, {
    nullable: true,
    description:
      "Seconds by which the controller's clock was ahead of the server's when its first events came; null if less than " +
      '5 minutes. All times of such a run are moved back by as much.',
  })
  clockAhead!: number | null;

  @Field(() => DateTimeScalar, { description: "When it started, by the controller's clock." })
  startedAt!: Date;

  @Field(() => DateTimeScalar, { nullable: true, description: "When it ended, by the controller's clock." })
  finishedAt!: Date | null;

  @Field(() => Float, { description: 'Seconds from its start to its end, or to its last event so far.' })
  duration!: number;

  @Field(() => RecapCounts, { description: "Ansible's recap, summed over the hosts." })
  counts!: RecapCounts;

  @Field(() => ResultCounts, { description: 'Task results by status.' })
  resultCounts!: ResultCounts;

  @Field(() => ID, {
    nullable: true,
    description: 'Id shared by the runs of one command such as `ansible-playbook a.yml b.yml`.',
  })
  invocationId!: string | null;

  @Field(() => String, { nullable: true, description: 'Host name of the machine that ran Ansible.' })
  controller!: string | null;

  @Field(() => String, { nullable: true, description: 'The user that ran Ansible.' })
  user!: string | null;

  @Field(() => String, { nullable: true, description: 'The user who became that user with sudo (SUDO_USER).' })
  sudoUser!: string | null;

  @Field(() => String, { nullable: true, description: 'Version of ansible-core.' })
  ansibleVersion!: string | null;

  @Field(() => String, { nullable: true, description: 'Version of Python that ran Ansible.' })
  pythonVersion!: string | null;

  @Field(() => String, { nullable: true, description: 'Version of the callback plugin.' })
  reporterVersion!: string | null;

  @Field(() => String, { nullable: true, description: 'Where Ansible was started.' })
  workingDirectory!: string | null;

  @Field(() => String, { nullable: true, description: 'Git commit of the configuration: see configurationRepository.' })
  configurationCommit!: string | null;

  @Field(() => Repository, {
    nullable: true,
    description: 'The configuration repository: the one that contains CONFIG_DIR, else the working directory.',
  })
  configurationRepository!: Repository | null;

  @Field(() => Repository, { nullable: true, description: 'The repository that contains the playbook.' })
  playbookRepository!: Repository | null;

  @Field(() => [String], {
    nullable: true,
    description:
      'The command as it was typed, word by word, the program first. `<redacted by playledger>` stands where a word ' +
      'or a part of it was not recorded. null where Ansible was not started by a command of its own, or by an older ' +
      'plugin.',
  })
  commandLine!: string[] | null;

  @Field(() => JsonScalar, { nullable: true, description: "Ansible's parsed command line, redacted." })
  arguments!: unknown;

  @Field(() => Boolean, { nullable: true, description: 'Whether it only predicted changes (--check).' })
  checkMode!: boolean | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether it showed diffs (--diff).' })
  diffMode!: boolean | null;

  @Field(() => String, { nullable: true, description: 'The --limit pattern.' })
  limit!: string | null;

  @Field(() => [String], { nullable: true, description: 'The tags of --tags.' })
  tags!: string[] | null;

  @Field(() => [String], { nullable: true, description: 'The tags of --skip-tags.' })
  skipTags!: string[] | null;

  @Field(() => [String], { nullable: true, description: 'The inventory sources.' })
  inventory!: string[] | null;

  @Field(() => Int, { nullable: true, description: 'Number of hosts in parallel.' })
  forks!: number | null;

  @Field(() => [String], { nullable: true, description: 'Names of all extra variables.' })
  extraVarNames!: string[] | null;

  @Field(() => JsonScalar, { nullable: true, description: "Values of the extra variables on the plugin's allow-list." })
  extraVars!: unknown;

  @Field(() => JsonScalar, { nullable: true, description: "Environment variables on the plugin's allow-list." })
  environment!: unknown;

  @Field(() => [String], { nullable: true, description: 'Labels set in the plugin.' })
  labels!: string[] | null;

  @Field(() => JsonScalar, { nullable: true, description: 'Values set with set_stats.' })
  customStats!: unknown;

  @Field(() => Reporter, { nullable: true, description: "The plugin's own statistics; null until the run has ended." })
  reporter!: Reporter | null;

  @Field(() => RunOrigin, {
    nullable: true,
    description: 'Operator, environment, action and commit of the run; null until derived.',
  })
  origin!: RunOrigin | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description:
      'When retention removed its task results with their bodies, diffs and changes; everything else is kept. ' +
      'null if not removed.',
  })
  detailsDroppedAt!: Date | null;

  @Field(() => [SeqRange], {
    description: 'Events missing from the ledger although later ones arrived: the gaps in the record.',
  })
  missingEvents!: SeqRange[];
}

export const Runs = connectionOf(RunType, 'Run');
