import { Field, ObjectType } from '@nestjs/graphql';
import { connectionOf } from '../../graphql/relay/connection.js';
import { JsonScalar } from '../../graphql/relay/json.scalar.js';

@ObjectType({ description: 'An Ansible fact of a host, as found by the latest run that gathered it.' })
export class HostFact {
  @Field({
    description: 'Its name in Ansible without `ansible_`, with dots for nested values: `default_ipv4.address`.',
  })
  name!: string;

  @Field(() => JsonScalar, { description: 'Its value.' })
  value!: unknown;

  @Field({ description: 'When it was first found with this value, after another value or none.' })
  since!: Date;
}

@ObjectType({ description: 'A fact whose value changed between two runs.' })
export class TurnedFact {
  @Field({ description: 'Its name in Ansible without `ansible_`, with dots for nested values.' })
  name!: string;

  @Field(() => JsonScalar, { description: 'The previous value.' })
  before!: unknown;

  @Field(() => JsonScalar, { description: 'The new value.' })
  after!: unknown;
}

@ObjectType({ description: 'A run that found changed facts of a host.' })
export class FactChange {
  runId!: string;

  @Field({ description: 'When they were gathered: they changed between the previous gathering and this one.' })
  gatheredAt!: Date;

  @Field(() => [TurnedFact], { description: 'The changed facts, by name.' })
  facts!: TurnedFact[];
}

export const FactChanges = connectionOf(FactChange);
