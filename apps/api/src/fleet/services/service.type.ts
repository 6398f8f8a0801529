import { Field, ObjectType } from '@nestjs/graphql';
import { connectionOf } from '../../graphql/relay/connection.js';
import { NodeInterface } from '../../graphql/relay/node.type.js';

@ObjectType('Service', {
  implements: () => [NodeInterface],
  description:
    'A deployed service: keystone, nova, mariadb, ...; with Ansible other than kolla the role, else the play.',
})
export class ServiceType extends NodeInterface {
  readonly nodeType = 'Service';

  @Field({ description: 'Its name.' })
  name!: string;
}

export const Services = connectionOf(ServiceType, 'Service');
