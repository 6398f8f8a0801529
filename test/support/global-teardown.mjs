import { rmSync } from 'node:fs';

export default async function globalTeardown() {
  const postgres = globalThis.testPostgres;
  if (postgres === undefined) return;
  globalThis.testPostgres = undefined;
  await postgres.stop();
  rmSync(postgres.dataDir, { recursive: true, force: true });
}
