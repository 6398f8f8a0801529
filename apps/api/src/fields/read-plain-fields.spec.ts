import { NestFactory } from '@nestjs/core';
import { Field, GraphQLSchemaBuilderModule, GraphQLSchemaFactory, ObjectType, Query, Resolver } from '@nestjs/graphql';
import type { GraphQLObjectType } from 'graphql';
import { readPlainFields } from './read-plain-fields.js';

@ObjectType()
class Run {
  @Field()
  name!: string;

  @Field()
  counts!: string;
}

@Resolver(() => Run)
class RunsResolver {
  @Query(() => Run)
  run(): Run {
    return { name: 'site.yml', counts: '' };
  }
}

describe('readPlainFields', () => {
  it('takes away the resolvers that Nest gives to properties, and no others', async () => {
    const app = await NestFactory.createApplicationContext(GraphQLSchemaBuilderModule, { logger: ['error'] });
    const schema = await app.get(GraphQLSchemaFactory).create([RunsResolver]);
    await app.close();
    const { name, counts } = (schema.getType('Run') as GraphQLObjectType).getFields();
    // As it would be of a method of a resolver.
    const resolve = () => '1 ok';
    counts!.resolve = resolve;
    expect(name!.resolve).toBeInstanceOf(Function);
    readPlainFields(schema);
    expect([name!.resolve, counts!.resolve]).toEqual([undefined, resolve]);
  });
});
