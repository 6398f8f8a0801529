import { Field, ID, InterfaceType } from '@nestjs/graphql';

@InterfaceType('Node', {
  description: 'An object with a global id.',
  resolveType: (value: { nodeType: string }) => value.nodeType,
})
export abstract class NodeInterface {
  @Field(() => ID, { description: 'Global id: give it to `node(id)`.' })
  id!: string;
}
