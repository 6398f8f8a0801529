import { Field, Float, Int, ObjectType } from '@nestjs/graphql';

/**
 * The plugin's own figures, as it sent them with the run's last event: what was spooled or lost after that is not among
 * them. A figure that its version did not send is null.
 */
@ObjectType({ description: "What reporting this run took, by the plugin's own count at the run's last event." })
export class Reporter {
  @Field(() => Int, { nullable: true, description: 'Events of the run.' })
  events!: number | null;

  @Field(() => Float, { nullable: true, description: 'Compressed bytes sent so far.' })
  bytes!: number | null;

  @Field(() => Int, { nullable: true, description: 'Batches sent so far.' })
  batches!: number | null;

  @Field(() => Int, { nullable: true, description: 'Batches sent again.' })
  retries!: number | null;

  @Field(() => Int, { nullable: true, description: 'Events put into the spool for later.' })
  spooled!: number | null;

  @Field(() => Int, { nullable: true, description: 'Events of these that the spool took because memory was full.' })
  spilled!: number | null;

  @Field(() => Int, { nullable: true, description: 'Events that are lost for good.' })
  lost!: number | null;

  @Field(() => Int, { nullable: true, description: 'Events that the server rejected.' })
  rejected!: number | null;

  @Field(() => Int, { nullable: true, description: 'How often Ansible called the plugin.' })
  hookCalls!: number | null;

  @Field(() => Float, { nullable: true, description: 'Seconds that Ansible spent in the plugin.' })
  hookSeconds!: number | null;

  @Field(() => Float, { nullable: true, description: 'Seconds of the longest such call.' })
  hookSecondsMax!: number | null;

  @Field(() => Float, { nullable: true, description: 'Seconds that half of these calls did not exceed.' })
  hookSecondsP50!: number | null;

  @Field(() => Float, { nullable: true, description: 'Seconds that 99 % of these calls did not exceed.' })
  hookSecondsP99!: number | null;

  @Field(() => Float, { nullable: true, description: 'Bytes that waited in memory at the most, by estimate.' })
  bufferPeakBytes!: number | null;
}
