// `npm run generate`: writes the files that are made from code and committed. `--check` fails when one has drifted.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildStale } from './build.mjs';
import { ROOT } from './root.mjs';

await buildStale();
await import('reflect-metadata');
const { generateSchema } = await import('../dist/apps/api/src/generate-schema.js');
const generated = { 'apps/api/schema.graphql': await generateSchema() };

const drifted = Object.entries(generated).filter(([file, text]) => read(file) !== text);
if (process.argv.includes('--check')) {
  for (const [file] of drifted)
    console.error(`${file} is not what the code says: run \`npm run generate\` and commit it.`);
  process.exitCode = drifted.length > 0 ? 1 : 0;
} else {
  for (const [file, text] of drifted) {
    writeFileSync(join(ROOT, file), text);
    console.log(`Wrote ${file}`);
  }
}

function read(file) {
  try {
    return readFileSync(join(ROOT, file), 'utf8');
  } catch {
    return null;
  }
}
