import { Field, Int, ObjectType } from '@nestjs/graphql';
import { connectionOf } from '../../graphql/relay/connection.js';
import { DateTimeScalar } from '../../graphql/relay/date-time.scalar.js';
import { NodeInterface } from '../../graphql/relay/node.type.js';

@ObjectType('Play', {
  implements: () => [NodeInterface],
  description: "A PLAY header of Ansible's output; a serial play has one per batch of hosts.",
})
export class PlayType extends NodeInterface {
  readonly nodeType = 'Play';

  @Field(() => Int, { description: 'Sequence number of its event in the run.' })
  seq!: number;

  @Field(() => String, {
    nullable: true,
    description: "Ansible's uuid of the play; the same for all batches of a serial play.",
  })
  uuid!: string | null;

  @Field(() => String, { nullable: true, description: 'Name of the play; null until its own event has arrived.' })
  name!: string | null;

  @Field(() => [String], { nullable: true, description: 'Its host pattern.' })
  hosts!: string[] | null;

  @Field(() => String, { nullable: true, description: 'Its strategy: linear, free, ...' })
  strategy!: string | null;

  @Field(() => [String], { nullable: true, description: 'Its `serial`.' })
  serial!: string[] | null;

  @Field(() => [String], { nullable: true, description: 'Its roles.' })
  roles!: string[] | null;

  @Field(() => [String], { nullable: true, description: 'Its tags.' })
  tags!: string[] | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it started.' })
  startedAt!: Date | null;

  @Field({ description: 'Whether its pattern matched no host, so that nothing ran.' })
  noHostsMatched!: boolean;

  @Field({ description: 'Whether it ended early because every host had failed.' })
  noHostsRemaining!: boolean;
}

export const Plays = connectionOf(PlayType, 'Play');
