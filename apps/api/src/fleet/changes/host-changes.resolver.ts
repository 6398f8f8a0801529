import { Args, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import type { Connection } from '../../graphql/relay/connection.js';
import { HostType } from '../hosts/host.type.js';
import { Changes, type ChangeType } from './change.type.js';
import { ChangeFilter, ChangesArgs } from './changes.args.js';
import { ChangesReadModel } from './changes.read-model.js';

@Resolver(() => HostType)
export class HostChangesResolver {
  constructor(private readonly readModel: ChangesReadModel) {}

  @ResolveField(() => Changes.type, { description: 'What runs changed on it, with operator, time and commit.' })
  changes(
    @Parent() { name }: HostType,
    @Args() { filter, orderBy, ...page }: ChangesArgs,
  ): Promise<Connection<ChangeType>> {
    const onHost = Object.assign(new ChangeFilter(), filter, { host: name });
    return this.readModel.page(onHost, orderBy, page);
  }
}
