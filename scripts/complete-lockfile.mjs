// Run after an `npm install` that changed package-lock.json.
//
// npm leaves a platform's package out of the lockfile when the registry does not serve it at that moment (a mirror
// that lags behind), and then `npm ci` fails everywhere with "Missing: ... from lock file". The names and versions
// stand in the packages that ask for them, so they can be added; npm skips those of other platforms by os and cpu.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './root.mjs';

const PATH = join(ROOT, 'package-lock.json');
const SYSTEMS = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32'];
const PROCESSORS = ['arm64', 'arm', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'x64', 'wasm32'];

const lockfile = JSON.parse(readFileSync(PATH, 'utf8'));
const { packages } = lockfile;
const added = [];
for (const [parentPath, parent] of Object.entries(packages)) {
  for (const [name, version] of Object.entries(parent.optionalDependencies ?? {})) {
    const path = `node_modules/${name}`;
    if (packages[path] !== undefined || packages[`${parentPath}/${path}`] !== undefined) continue;
    if (!/^\d+\.\d+\.\d+[\w.+-]*$/.test(version)) {
      process.stderr.write(`${parentPath} asks for ${name}@${version}, which is no exact version: left out\n`);
      continue;
    }
    const platform = name.split('/').at(-1);
    const os = SYSTEMS.find((system) => platform.includes(system));
    const cpu = PROCESSORS.find((processor) => platform.includes(processor));
    packages[path] = {
      version,
      ...(cpu === undefined ? {} : { cpu: [cpu] }),
      ...(parent.dev === true ? { dev: true } : {}),
      optional: true,
      ...(os === undefined ? {} : { os: [os] }),
    };
    added.push(`${name}@${version}`);
  }
}
if (added.length > 0) {
  const sorted = Object.entries(packages).sort(([a], [b]) => a.localeCompare(b, 'en'));
  writeFileSync(PATH, `${JSON.stringify({ ...lockfile, packages: Object.fromEntries(sorted) }, null, 2)}\n`);
}
process.stdout.write(
  `${added.length} platform packages added to package-lock.json\n${added.map((name) => `  ${name}\n`).join('')}`,
);
