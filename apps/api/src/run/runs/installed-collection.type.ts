import { Field, ObjectType } from '@nestjs/graphql';

@ObjectType({ description: 'A collection that was installed where Ansible looks for them.' })
export class InstalledCollection {
  @Field({ description: 'Namespace and name: `community.docker`.' })
  name!: string;

  @Field(() => String, { nullable: true, description: 'Its version; null where the collection does not tell.' })
  version!: string | null;
}
