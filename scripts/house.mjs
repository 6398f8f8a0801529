// `npm run house`: how large the files and folders of apps and libs are, without specs and generated files, which folders
// import each other, and in how many places things are written by hand. It fails when two folders do, or more in a circle,
// and when a thing stands in more places than it should.
//
//   npm run house                 this repository
//   npm run house -- DIRECTORY    another tree with an apps/ or a libs/
import { existsSync, readFileSync } from 'node:fs';
import { join, posix, resolve } from 'node:path';
import { cruise } from 'dependency-cruiser';
import readRules from 'dependency-cruiser/config-utl/extract-depcruise-options';
import readTsConfig from 'dependency-cruiser/config-utl/extract-ts-config';
import { folderGraph, knotsOf, pairsOf, unitOf } from './house/folder-graph.mjs';
import { spreadOf } from './house/spread.mjs';
import { ROOT } from './root.mjs';

const SHOWN_IMPORTS = 5;
const root = resolve(process.argv[2] ?? ROOT);

const { modules, summary } = await cruiseFolders();
const sources = modules.map(({ source }) => source).filter((file) => unitOf(file) !== undefined);
const graph = folderGraph(modules);
const [pairs, knots] = [pairsOf(graph), knotsOf(graph)];

const units = [...new Set(sources.map(unitOf))].sort();
console.table(Object.fromEntries([...units.map((unit) => [unit, figuresOf(unit)]), ['all', figuresOf('')]]));
for (const [from, to] of pairs) {
  console.log(`\n${from} and ${to} import each other:`);
  for (const imports of [graph.get(from).get(to), graph.get(to).get(from)]) tellImports(imports);
}
for (const knot of knots) console.log(`\nEach imports the others, if only by way of others: ${knot.join(', ')}`);
// What dependency-cruiser sees besides, for which a folder is all that is below it.
const inKnot = ({ from, to }) => knots.some((knot) => knot.includes(from) && knot.includes(to));
for (const { from, cycle } of summary.violations.filter((violation) => !inKnot(violation))) {
  console.log(`\nIn a circle: ${[from, ...cycle.map(({ name }) => name)].join(' > ')}`);
}
const spread = root === ROOT ? spreadOf(root) : [];
if (spread.length > 0) console.log('\nWritten by hand:');
for (const { thing, sample, count, counted, most, files } of spread) {
  console.log(`  ${thing} (${sample}): ${count} ${counted}, ${most} at most`);
  if (count > most) for (const file of files) console.log(`    ${file}`);
}
const isSpread = spread.some(({ count, most }) => count > most);
process.exitCode = knots.length + summary.violations.length > 0 || isSpread ? 1 : 0;

async function cruiseFolders() {
  const rules = await readRules(join(ROOT, '.dependency-cruiser.folders.cjs'));
  const tsConfig = join(ROOT, 'tsconfig.json');
  const { output } = await cruise(
    ['apps', 'libs'].filter((folder) => existsSync(join(root, folder))),
    { ...rules, tsConfig: { fileName: tsConfig }, baseDir: root },
    {},
    { tsConfig: readTsConfig(tsConfig) },
  );
  return output;
}

/** Of an app, a lib, or of all. */
function figuresOf(unit) {
  const isOf = (path) => unit === '' || unitOf(path) === unit;
  const files = sources.filter((file) => isOf(file) && /\.tsx?$/.test(file) && !file.includes('.generated.'));
  const lines = files.map((file) => readFileSync(join(root, file), 'utf8').split('\n').length - 1);
  const folders = new Map();
  for (const folder of files.map((file) => posix.dirname(file))) folders.set(folder, (folders.get(folder) ?? 0) + 1);
  return {
    files: files.length,
    'lines: median': quantile(lines, 0.5),
    p95: quantile(lines, 0.95),
    max: quantile(lines, 1),
    folders: folders.size,
    'files each: median': quantile([...folders.values()], 0.5),
    most: quantile([...folders.values()], 1),
    'two-way pairs': pairs.filter(([from]) => isOf(from)).length,
    'largest knot': knots.find(([folder]) => isOf(folder))?.length ?? 0,
  };
}

function quantile(values, part) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(part * (sorted.length - 1))] ?? 0;
}

function tellImports(imports) {
  for (const { source, resolved } of imports.slice(0, SHOWN_IMPORTS)) console.log(`  ${source} > ${resolved}`);
  if (imports.length > SHOWN_IMPORTS) console.log(`  and ${imports.length - SHOWN_IMPORTS} others`);
}
