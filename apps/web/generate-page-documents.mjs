import { readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { print } from 'graphql';
import { createServer } from 'vite';

const PAGE = fileURLToPath(new URL('.', import.meta.url));

export const PAGE_DOCUMENTS_FILE = 'apps/api/src/graphql/driver/page-documents.generated.ts';

/** The documents that the page asks, letter by letter as it sends them: of all modules named `*.query.ts`. */
export async function generatePageDocuments() {
  const server = await createServer({
    root: PAGE,
    configFile: false,
    logLevel: 'error',
    appType: 'custom',
    server: { middlewareMode: true, watch: null, hmr: false, ws: false },
    optimizeDeps: { noDiscovery: true },
  });
  try {
    const documents = new Set();
    for (const file of queryFiles()) {
      for (const exported of Object.values(await server.ssrLoadModule(file))) {
        const isDocument = exported?.kind === 'Document';
        if (isDocument && exported.definitions.some(({ kind }) => kind === 'OperationDefinition')) {
          documents.add(print(exported));
        }
      }
    }
    const list = JSON.stringify([...documents].sort(), null, 2);
    return `/** What the page asks, letter by letter: written by \`npm run generate\`. */\nexport const PAGE_DOCUMENTS: readonly string[] = ${list};\n`;
  } finally {
    await server.close();
  }
}

function queryFiles() {
  return readdirSync(join(PAGE, 'src'), { recursive: true, withFileTypes: true })
    .filter(({ name }) => name.endsWith('.query.ts'))
    .map(({ parentPath, name }) => `/${relative(PAGE, join(parentPath, name)).split(sep).join('/')}`)
    .sort();
}
