import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ServerSettings, Settings } from './settings.js';
import { SettingsError } from './settings.js';

/**
 * Settings of a command that works on the database of a running installation: the one of DATABASE_URL, else the
 * embedded Postgres of the `npm start` that runs on the same data directory. Throws a SettingsError without either.
 */
export function settingsOfRunning(settings: Settings): ServerSettings {
  const databaseUrl = settings.databaseUrl ?? embeddedDatabaseUrl(settings.dataDir);
  if (databaseUrl !== null) return { ...settings, databaseUrl };
  throw new SettingsError([`DATABASE_URL is not set, and no \`npm start\` has made a database in ${settings.dataDir}`]);
}

/** The embedded start leaves its port and password in the data directory. */
function embeddedDatabaseUrl(dataDir: string): string | null {
  const [portFile, passwordFile] = [join(dataDir, 'postgres-port'), join(dataDir, 'postgres-password')];
  if (!existsSync(portFile) || !existsSync(passwordFile)) return null;
  const url = new URL(`postgres://playledger@127.0.0.1:${readFileSync(portFile, 'utf8').trim()}/playledger`);
  url.password = readFileSync(passwordFile, 'utf8').trim();
  return url.href;
}
