import { ROOT } from './root.mjs';

/**
 * Packages of hundreds of small files that nobody but we imports, so that there can be no second one of them. Node takes
 * longer to find and load those files than to run what they hold: half a second at every start of every process.
 */
const BUNDLED = ['typebox', 'typebox/compile'];

const nameOf = (specifier) => specifier.replaceAll('/', '-');

/** Writes each as one file, and what they share as others, into `folder`. */
export async function bundlePackages(folder) {
  const { build } = await import('vite');
  await build({
    root: ROOT,
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    ssr: { noExternal: true },
    build: {
      ssr: true,
      outDir: folder,
      emptyOutDir: true,
      minify: false,
      target: 'node20',
      rollupOptions: {
        input: Object.fromEntries(BUNDLED.map((specifier) => [nameOf(specifier), specifier])),
        preserveEntrySignatures: 'strict',
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name].js' },
      },
    },
  });
}

/** Compiled code that imports what is bundled from there; `up` leads from its folder to that of the bundles. */
export function importBundles(code, up) {
  return code.replaceAll(/\bfrom (['"])([^'"]+)\1/g, (whole, quote, specifier) =>
    BUNDLED.includes(specifier) ? `from ${quote}${up}/${nameOf(specifier)}.js${quote}` : whole,
  );
}
