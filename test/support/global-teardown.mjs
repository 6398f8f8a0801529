import { rmSync } from 'node:fs';
import { refuseCanaryOfPostgres } from './canary.mjs';

export default async function globalTeardown() {
  const postgres = globalThis.testPostgres;
  if (postgres === undefined) return;
  globalThis.testPostgres = undefined;
  await postgres.stop();
  try {
    refuseCanaryOfPostgres(postgres.dataDir);
  } finally {
    rmSync(postgres.dataDir, { recursive: true, force: true });
  }
}
