import { Field, ObjectType } from '@nestjs/graphql';
import { connectionOf } from '../../graphql/relay/connection.js';
import { JsonScalar } from '../../graphql/relay/json.scalar.js';

@ObjectType({ description: "One of Ansible's facts about a host, as the newest run that gathered it found it." })
export class HostFact {
  @Field({ description: 'As Ansible names it, without `ansible_`; a dot leads into it: `default_ipv4.address`.' })
  name!: string;

  @Field(() => JsonScalar, { description: 'Its value.' })
  value!: unknown;

  @Field({ description: 'When it was first found like this, after it had been otherwise or unknown.' })
  since!: Date;
}

@ObjectType({ description: 'A fact that a run found otherwise than the run before.' })
export class TurnedFact {
  @Field({ description: 'As Ansible names it, without `ansible_`; a dot leads into it.' })
  name!: string;

  @Field(() => JsonScalar, { description: 'What was found before.' })
  before!: unknown;

  @Field(() => JsonScalar, { description: 'What was found now.' })
  after!: unknown;
}

@ObjectType({ description: 'That a run found facts of a host otherwise than they had been.' })
export class FactChange {
  runId!: string;

  @Field({ description: 'When they were gathered: they turned between then and the time before.' })
  gatheredAt!: Date;

  @Field(() => [TurnedFact], { description: 'The facts that turned, by name.' })
  facts!: TurnedFact[];
}

export const FactChanges = connectionOf(FactChange);
