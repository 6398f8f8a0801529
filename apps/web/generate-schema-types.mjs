// Writes the types of schema.graphql, from which gql.tada types every operation. With --check it only compares.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { loadFromSDL, minifyIntrospection, outputIntrospectionFile } from 'gql.tada/internal';

export const SCHEMA_TYPES_FILE = 'apps/web/src/kit/graphql/schema.generated.d.ts';

/** The text of that file for the schema as it is committed. */
export async function generateSchemaTypes() {
  const file = fileURLToPath(new URL('../api/schema.graphql', import.meta.url));
  const { introspection } = await loadFromSDL({ file }).load();
  return outputIntrospectionFile(minifyIntrospection(introspection), { fileType: '.d.ts', shouldPreprocess: true });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const target = new URL(`../../${SCHEMA_TYPES_FILE}`, import.meta.url);
  const text = await generateSchemaTypes();
  if (!process.argv.includes('--check')) {
    writeFileSync(target, text);
  } else if (readFileSync(target, 'utf8') !== text) {
    console.error(`${SCHEMA_TYPES_FILE} is not what schema.graphql says: run node apps/web/generate-schema-types.mjs`);
    process.exitCode = 1;
  }
}
