import type { Type } from '@nestjs/common';
import { MODULE_METADATA } from '@nestjs/common/constants.js';
import { NestFactory } from '@nestjs/core';
import { GraphQLSchemaBuilderModule, GraphQLSchemaFactory } from '@nestjs/graphql';
import { lexicographicSortSchema, printSchema } from 'graphql';
import { QUESTION_WINGS } from './api.module.js';
import { SCHEMA_OPTIONS } from './graphql/schema-options.js';

/** The GraphQL schema as text, made from the resolvers without starting anything. */
export async function generateSchema(): Promise<string> {
  const app = await NestFactory.createApplicationContext(GraphQLSchemaBuilderModule, { logger: ['error'] });
  const schema = await app.get(GraphQLSchemaFactory).create(providersOfQuestions(), SCHEMA_OPTIONS);
  await app.close();
  return `${printSchema(lexicographicSortSchema(schema))}\n`;
}

/** What the modules that answer questions provide: their resolvers among it, each once. */
export function providersOfQuestions(): Type<unknown>[] {
  return [...new Set(QUESTION_WINGS.flatMap(providersOf))];
}

function providersOf(module: Type<unknown>): Type<unknown>[] {
  const metadata = (key: string) => (Reflect.getMetadata(key, module) ?? []) as Type<unknown>[];
  return [...metadata(MODULE_METADATA.IMPORTS).flatMap(providersOf), ...metadata(MODULE_METADATA.PROVIDERS)];
}
