import { Args, Query, Resolver } from '@nestjs/graphql';
import type { Connection } from '../../graphql/relay/connection.js';
import { PageArgs } from '../../graphql/relay/page-args.js';
import { Services, ServiceType } from './service.type.js';
import { ServicesReadModel } from './services.read-model.js';

@Resolver(() => ServiceType)
export class ServicesResolver {
  constructor(private readonly readModel: ServicesReadModel) {}

  @Query(() => Services.type, { description: 'All services that were ever deployed, by name.' })
  services(@Args() page: PageArgs): Promise<Connection<ServiceType>> {
    return this.readModel.page(page);
  }

  @Query(() => ServiceType, { nullable: true, description: 'A service by its name; null if no run deployed it.' })
  service(@Args('name') name: string): Promise<ServiceType | null> {
    return this.readModel.byName(name);
  }
}
