// `npm run generate`: writes the files that are made from code and committed. `--check` fails when one has drifted.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildStale } from './build.mjs';
import { ROOT } from './root.mjs';

await buildStale();
await import('reflect-metadata');
const { generateSchema } = await import('../dist/apps/api/src/generate-schema.js');
const { generateSql } = await import('../dist/apps/api/src/generate-sql.js');
const { generateEventSchema } = await import('../dist/libs/run-events/src/generate-event-schema.js');
const { generateWireLimits } = await import('../dist/libs/run-events/src/generate-wire-limits.js');
const { generateSettingsTable, SETTINGS_DOCUMENTS } =
  await import('../dist/libs/config/src/generate-settings-table.js');
const { generateSchemaTypes, SCHEMA_TYPES_FILE } = await import('../apps/web/generate-schema-types.mjs');
const { generatePageDocuments, PAGE_DOCUMENTS_FILE } = await import('../apps/web/generate-page-documents.mjs');
const check = process.argv.includes('--check');
let drifted = false;

settle('libs/run-events/run-event.schema.generated.json', generateEventSchema());
settle('callback-plugin/plugins/plugin_utils/wire_limits_generated.py', generateWireLimits());
// In this order: the page's types come from the schema as it is committed.
settle('apps/api/schema.graphql', await generateSchema());
settle(SCHEMA_TYPES_FILE, await generateSchemaTypes());
settle(PAGE_DOCUMENTS_FILE, await generatePageDocuments());
for (const [file, text] of Object.entries(await generateSql())) settle(file, text);
for (const [file, table] of Object.entries(SETTINGS_DOCUMENTS)) settle(file, generateSettingsTable(read(file), table));
process.exitCode = drifted ? 1 : 0;

function settle(file, text) {
  if (read(file) === text) return;
  if (check) {
    drifted = true;
    console.error(`${file} is not what the code says: run \`npm run generate\` and commit it.`);
    return;
  }
  writeFileSync(join(ROOT, file), text);
  console.log(`Wrote ${file}`);
}

function read(file) {
  try {
    return readFileSync(join(ROOT, file), 'utf8');
  } catch {
    return null;
  }
}
