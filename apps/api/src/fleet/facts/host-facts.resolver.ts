import { Args, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import type { Connection } from '../../graphql/relay/connection.js';
import { PageArgs } from '../../graphql/relay/page-args.js';
import { HostType } from '../hosts/host.type.js';
import { FactChangesReadModel } from './fact-changes.read-model.js';
import { type FactChange, FactChanges, HostFact } from './host-fact.type.js';
import { HostFactsReadModel } from './host-facts.read-model.js';

@Resolver(() => HostType)
export class HostFactsResolver {
  constructor(
    private readonly readModel: HostFactsReadModel,
    private readonly changes: FactChangesReadModel,
  ) {}

  @ResolveField(() => [HostFact], {
    description:
      'Its facts as gathered by runs, by name: system, hardware and network, without facts that differ each ' + 'time.',
  })
  facts(@Parent() { name }: HostType): Promise<HostFact[]> {
    return this.readModel.ofHost(name);
  }

  @ResolveField(() => FactChanges.type, {
    description: 'When these facts changed between runs, newest first.',
  })
  factChanges(@Parent() { name }: HostType, @Args() page: PageArgs): Promise<Connection<FactChange>> {
    return this.changes.ofHost(name, page);
  }
}
