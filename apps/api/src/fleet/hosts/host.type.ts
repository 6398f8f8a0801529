import { Field, ObjectType } from '@nestjs/graphql';
import { connectionOf } from '../../graphql/relay/connection.js';
import { NodeInterface } from '../../graphql/relay/node.type.js';
import { RecapCounts, ResultCounts } from '../../run/runs/counts.type.js';

@ObjectType('Host', {
  implements: () => [NodeInterface],
  description: 'A managed machine, by its inventory name.',
})
export class HostType extends NodeInterface {
  readonly nodeType = 'Host';

  @Field({ description: 'Inventory name.' })
  name!: string;
}

@ObjectType({ description: 'Results of one run on one host.' })
export class RunHost {
  runId!: string;

  @Field(() => HostType, { description: 'The host.' })
  host!: HostType;

  @Field(() => RecapCounts, { description: "Ansible's recap for this host." })
  counts!: RecapCounts;

  @Field(() => ResultCounts, { description: 'Task results on this host by status.' })
  resultCounts!: ResultCounts;
}

export const Hosts = connectionOf(HostType, 'Host');
export const RunHosts = connectionOf(RunHost);
