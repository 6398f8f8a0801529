import { Field, ObjectType } from '@nestjs/graphql';
import { connectionOf } from '../../graphql/relay/connection.js';
import { NodeInterface } from '../../graphql/relay/node.type.js';

@ObjectType('Service', {
  implements: () => [NodeInterface],
  description: 'What deployments deploy: keystone, nova, mariadb, ...; of other Ansible the role, else the play.',
})
export class ServiceType extends NodeInterface {
  readonly nodeType = 'Service';

  @Field({ description: 'Its name.' })
  name!: string;
}

export const Services = connectionOf(ServiceType, 'Service');
