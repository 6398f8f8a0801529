import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { generateSchema, providersOfQuestions } from './generate-schema.js';

const RESOLVER_FILES = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('.resolver.ts'),
);
/** How @nestjs/graphql marks a class as a resolver. */
const RESOLVER = 'graphql:resolver_type';

describe('the schema', () => {
  it('is made of every resolver that there is', async () => {
    const wired = new Set<unknown>(providersOfQuestions());
    const forgotten = [];
    for (const file of RESOLVER_FILES) {
      const exported = (await import(join(import.meta.dirname, file))) as Record<string, object>;
      const resolvers = Object.entries(exported).filter(([, value]) => Reflect.hasMetadata(RESOLVER, value));
      expect({ file, resolvers: resolvers.length }).not.toEqual({ file, resolvers: 0 });
      forgotten.push(...resolvers.filter(([, value]) => !wired.has(value)).map(([name]) => `${name} of ${file}`));
    }
    expect(RESOLVER_FILES.length).toBeGreaterThan(40);
    expect(forgotten).toEqual([]);
  });

  it('counts every list but hits of a search, which are not counted', async () => {
    const connections = (await generateSchema()).matchAll(/^type (\w+)Connection \{(.*?)^\}/gms);
    const uncounted = [...connections]
      .filter(([, , fields = '']) => !fields.includes('totalCount'))
      .map(([, name]) => name);
    expect(uncounted).toEqual(['SearchHit']);
  });
});
