// People and programs sign in by a real Keycloak, with the realm of docs/keycloak-realm.json; needs Java, Maven, Chromium.
//
//   npm run test:keycloak
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { ensureBuilt } from './build.mjs';
import { run } from './install.mjs';
import { jest } from './jest.mjs';
import { ROOT } from './root.mjs';
import { runPart } from './run-part.mjs';
import { Failure, runScript, step } from './step.mjs';

const VERSION = '26.7.2';
const SHA256 = '4f3ce3b797a9d98998b7f1a6bd5d2b9832100faea66c48988713a9b23eda5c44';
/** Of Keycloak's build, when Maven copies it. */
const COPY_GOAL = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy';
const OLDEST_JAVA = 17;

const CACHE = join(ROOT, '.cache', 'keycloak');

function checkJava() {
  const { stderr = '', status } = spawnSync('java', ['-version'], { encoding: 'utf8' });
  const major = Number(/version "(\d+)/.exec(stderr)?.[1]);
  if (status === 0 && major >= OLDEST_JAVA) return;
  throw new Failure(`Keycloak ${VERSION} needs Java ${OLDEST_JAVA} or newer on the PATH.`);
}

/** Where Keycloak lies unpacked. Maven fetches it from where this machine gets its packages. */
async function ensureKeycloak() {
  const home = join(CACHE, `keycloak-${VERSION}`);
  if (existsSync(home)) return home;
  mkdirSync(CACHE, { recursive: true });
  const archive = join(CACHE, `keycloak-quarkus-dist-${VERSION}.tar.gz`);
  if (!existsSync(archive)) {
    const artifact = `-Dartifact=org.keycloak:keycloak-quarkus-dist:${VERSION}:tar.gz`;
    const args = ['--batch-mode', '--quiet', COPY_GOAL, artifact, `-DoutputDirectory=${CACHE}`];
    await step(`Fetching Keycloak ${VERSION} (mvn)`, () => run('mvn', args, 'Keycloak could not be fetched'));
  }
  const digest = await digestOf(archive);
  if (digest !== SHA256) {
    rmSync(archive);
    throw new Failure(`What came as Keycloak ${VERSION} has the SHA-256 ${digest}, and not ${SHA256}: it is not used.`);
  }
  const unpacked = join(CACHE, 'unpacked');
  rmSync(unpacked, { recursive: true, force: true });
  mkdirSync(unpacked);
  await run('tar', ['xzf', archive, '-C', unpacked], 'Keycloak could not be unpacked');
  // Last, so that what was broken off is not taken for it.
  renameSync(join(unpacked, `keycloak-${VERSION}`), home);
  return home;
}

async function digestOf(file) {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

await runScript(async () => {
  checkJava();
  await ensureBuilt();
  const env = { ...process.env, NODE_ENV: 'test', PLAYLEDGER_TEST_KEYCLOAK: await ensureKeycloak() };
  const { code } = await runPart(jest('keycloak', '--runInBand', ...process.argv.slice(2)), { env, stdio: 'inherit' });
  process.exitCode = code ?? 1;
});
