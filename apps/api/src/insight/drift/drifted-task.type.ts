import { Field, ObjectType } from '@nestjs/graphql';
import { connectionOf } from '../../graphql/relay/connection.js';
import { DateTimeScalar } from '../../graphql/relay/date-time.scalar.js';

@ObjectType({ description: 'A host that a task changed although its inputs were the same as before.' })
export class DriftedHost {
  @Field({ description: 'Inventory name of the host.' })
  host!: string;

  @Field(() => DateTimeScalar, { description: 'When the task previously ran there.' })
  previousAt!: Date;

  previousRunId!: string;
}

@ObjectType({
  description:
    'A task that changed something although its inputs equal those of its previous real run on the host: the ' +
    'same module arguments (for copied and templated files: path, owner, mode and content), image tag of the ' +
    'service, and configuration commit. So something else changed the host, or the task always changes it.',
})
export class DriftedTask {
  runId!: string;

  @Field({ description: 'The service that the task belongs to.' })
  service!: string;

  @Field({ description: 'Name of the task, prefixed with its role.' })
  task!: string;

  @Field({ description: 'Its module or action plugin.' })
  module!: string;

  @Field(() => DateTimeScalar, { description: 'When its last result in the run occurred.' })
  occurredAt!: Date;

  @Field(() => [DriftedHost], { description: 'The hosts, by name.' })
  hosts!: DriftedHost[];
}

export const DriftedTasks = connectionOf(DriftedTask);
