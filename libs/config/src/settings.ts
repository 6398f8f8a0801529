import { readTable } from './read-table.js';
import type { ValuesOf } from './setting.js';
import { OPEN_ID_TABLE, SETTINGS_TABLE } from './settings-table.js';

/** Everything that the environment decides, read once at start. */
export interface Settings extends ValuesOf<typeof SETTINGS_TABLE> {
  /** How people sign in by an OpenID provider; null: by tokens only. */
  openId: OpenIdSettings | null;
}

/** Settings of a process that has a database. */
export type ServerSettings = Settings & { databaseUrl: string };

export type OpenIdSettings = ValuesOf<typeof OPEN_ID_TABLE>;
export type LogLevel = Settings['logLevel'];

/** Every mistake of the environment, in one message. */
export class SettingsError extends Error {
  constructor(readonly mistakes: readonly string[]) {
    super(
      `The environment has ${mistakes.length === 1 ? 'a mistake' : 'mistakes'}:\n${mistakes.map((m) => `  - ${m}`).join('\n')}`,
    );
    this.name = 'SettingsError';
  }
}

/** Reads the environment; an empty value means unset. Throws a SettingsError that names every mistake. */
export function readSettings(env: NodeJS.ProcessEnv): Settings {
  const own = readTable(SETTINGS_TABLE, env);
  const openId = env[OPEN_ID_TABLE.issuer.variable]?.trim() ? readTable(OPEN_ID_TABLE, env) : null;
  const mistakes = [...own.mistakes, ...(openId?.mistakes ?? [])];
  if (mistakes.length > 0) throw new SettingsError(mistakes);
  return { ...own.values, openId: openId?.values ?? null };
}

/** As readSettings, for a process that cannot bring its own Postgres. */
export function readServerSettings(env: NodeJS.ProcessEnv): ServerSettings {
  const settings = readSettings(env);
  const { databaseUrl } = settings;
  if (databaseUrl === null) {
    throw new SettingsError(['DATABASE_URL is not set; `npm start` without it boots an embedded Postgres']);
  }
  return { ...settings, databaseUrl };
}
