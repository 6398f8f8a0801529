import { Field, Float, Int, ObjectType } from '@nestjs/graphql';

/**
 * The plugin's own figures, as it sent them with the run's last event: what was spooled or lost after that is not among
 * them. A figure that its version did not send is null.
 */
@ObjectType({ description: "What it cost to report this run, measured by the plugin up to the run's last event." })
export class Reporter {
  @Field(() => Int, { nullable: true, description: 'Events of the run.' })
  events!: number | null;

  @Field(() => Float, { nullable: true, description: 'Compressed bytes sent so far.' })
  bytes!: number | null;

  @Field(() => Int, { nullable: true, description: 'Batches sent so far.' })
  batches!: number | null;

  @Field(() => Int, { nullable: true, description: 'Batches sent again.' })
  retries!: number | null;

  @Field(() => Int, { nullable: true, description: 'Events written to the spool.' })
  spooled!: number | null;

  @Field(() => Int, { nullable: true, description: 'Spooled events that went to the spool because memory was full.' })
  spilled!: number | null;

  @Field(() => Int, { nullable: true, description: 'Events that are permanently lost.' })
  lost!: number | null;

  @Field(() => Int, { nullable: true, description: 'Events that the server rejected.' })
  rejected!: number | null;

  @Field(() => Int, { nullable: true, description: 'How often Ansible called the plugin.' })
  hookCalls!: number | null;

  @Field(() => Float, { nullable: true, description: 'Seconds that Ansible spent in the plugin.' })
  hookSeconds!: number | null;

  @Field(() => Float, { nullable: true, description: 'Longest such call, in seconds.' })
  hookSecondsMax!: number | null;

  @Field(() => Float, { nullable: true, description: 'Median of these calls, in seconds.' })
  hookSecondsP50!: number | null;

  @Field(() => Float, { nullable: true, description: '99th percentile of these calls, in seconds.' })
  hookSecondsP99!: number | null;

  @Field(() => Float, { nullable: true, description: 'Estimated peak of bytes waiting in memory.' })
  bufferPeakBytes!: number | null;
}
