import { Args, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import type { Connection } from '../../graphql/relay/connection.js';
import { ServiceType } from '../services/service.type.js';
import { Changes, type ChangeType } from './change.type.js';
import { ChangeFilter, ChangesArgs } from './changes.args.js';
import { ChangesReadModel } from './changes.read-model.js';

@Resolver(() => ServiceType)
export class ServiceChangesResolver {
  constructor(private readonly readModel: ChangesReadModel) {}

  @ResolveField(() => Changes.type, { description: 'What runs changed for it, with operator, time and commit.' })
  changes(
    @Parent() { name }: ServiceType,
    @Args() { filter, orderBy, ...page }: ChangesArgs,
  ): Promise<Connection<ChangeType>> {
    const ofService = Object.assign(new ChangeFilter(), filter, { service: name });
    return this.readModel.page(ofService, orderBy, page);
  }
}
