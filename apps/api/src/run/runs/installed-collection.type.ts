import { Field, ObjectType } from '@nestjs/graphql';

@ObjectType({ description: "A collection installed in Ansible's collection paths." })
export class InstalledCollection {
  @Field({ description: 'Namespace and name: `community.docker`.' })
  name!: string;

  @Field(() => String, { nullable: true, description: 'Its version; null if the collection does not state it.' })
  version!: string | null;
}
