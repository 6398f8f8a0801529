import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { parse } from 'yaml';

const page = (path: string) => fileURLToPath(new URL(path, import.meta.url));

const galaxyFile = new URL('../../callback-plugin/galaxy.yml', import.meta.url);
const galaxy = parse(readFileSync(galaxyFile, 'utf8')) as Record<'namespace' | 'name' | 'version', string>;

/** For `vite apps/web` in development: a running server. */
const api = process.env.PLAYLEDGER_DEV_API ?? 'http://127.0.0.1:3100';

export default defineConfig({
  // Relative addresses: the page works under any sub-path.
  base: './',
  plugins: [react()],
  resolve: { alias: { '#exact-json': page('../../libs/exact-json/src/index.ts') } },
  define: {
    __COLLECTION_FILE__: JSON.stringify(`${galaxy.namespace}-${galaxy.name}-${galaxy.version}.tar.gz`),
  },
  // An asset inlined as a data: URL would break the Content-Security-Policy.
  build: {
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: { input: [page('index.html'), page('graphiql/index.html')] },
    // GraphiQL brings its editor and all of graphql-js; the pages themselves load none of it.
    chunkSizeWarningLimit: 2_000,
  },
  server: { proxy: { '/graphql': api, '/downloads': api } },
});
