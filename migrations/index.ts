import { readdirSync } from 'node:fs';
import type { MigrationInterface } from 'typeorm';

type Migration = new () => MigrationInterface;

/** Of this folder: `<milliseconds>-<what-it-does>`. */
const FILE = /^(\d{13})-[\w-]+\.[jt]s$/;

/** Every migration, oldest first. */
export const MIGRATIONS: readonly Migration[] = await Promise.all(
  readdirSync(import.meta.dirname)
    .filter((file) => FILE.test(file))
    .sort()
    .map(migrationIn),
);

/** The class that a file exports; its name ends with the file's time, which is how TypeORM orders them. */
async function migrationIn(file: string): Promise<Migration> {
  const exported = Object.values((await import(`./${file}`)) as Record<string, Migration>);
  const [migration] = exported;
  const time = FILE.exec(file)?.[1] ?? '';
  if (migration === undefined || exported.length > 1 || !migration.name.endsWith(time)) {
    throw new Error(`migrations/${file} must export one class, whose name ends with ${time}`);
  }
  return migration;
}
