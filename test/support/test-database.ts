import { setTimeout as sleep } from 'node:timers/promises';
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import type { DataSource } from 'typeorm';
import { readServerSettings, type ServerSettings } from '#config';
import { createDataSource } from '#database';

const INSUFFICIENT_PRIVILEGE = '42501';
const DROP_ATTEMPTS = 40;

/** A migrated database of one test file's own. */
export class TestDatabase {
  private readonly dataSources: DataSource[] = [];

  private constructor(
    readonly url: string,
    private readonly name: string,
  ) {}

  static async create(): Promise<TestDatabase> {
    const name = `test_${randomBytes(6).toString('hex')}`;
    await onServer(`CREATE DATABASE ${name} TEMPLATE ${new URL(templateUrl()).pathname.slice(1)}`);
    const url = new URL(templateUrl());
    url.pathname = `/${name}`;
    return new TestDatabase(url.href, name);
  }

  settings(more: Record<string, string> = {}): ServerSettings {
    return readServerSettings({ DATABASE_URL: this.url, LOG_LEVEL: 'silent', PORT: '0', ...more });
  }

  async connect(): Promise<DataSource> {
    const dataSource = createDataSource({ databaseUrl: this.url, databasePoolSize: 20 }, 'playledger-test');
    await dataSource.initialize();
    this.dataSources.push(dataSource);
    return dataSource;
  }

  /** A connection as the superuser; the caller ends it. */
  async superuser(): Promise<pg.Client> {
    const url = new URL(process.env.PLAYLEDGER_TEST_SUPERUSER_URL ?? '');
    url.pathname = `/${this.name}`;
    const client = new pg.Client({ connectionString: url.href });
    await client.connect();
    return client;
  }

  async drop(): Promise<void> {
    for (const dataSource of this.dataSources) if (dataSource.isInitialized) await dataSource.destroy();
    await dropDatabase(this.name);
  }
}

/** Tries again while an autovacuum is at work in it, which a database's owner may not end. */
async function dropDatabase(name: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await onServer(`DROP DATABASE ${name} WITH (FORCE)`);
      return;
    } catch (error) {
      if ((error as { code?: string }).code !== INSUFFICIENT_PRIVILEGE || attempt === DROP_ATTEMPTS) throw error;
      await sleep(500);
    }
  }
}

function templateUrl(): string {
  const url = process.env.PLAYLEDGER_TEST_TEMPLATE_URL;
  if (url === undefined) throw new Error('The global set-up has not started Postgres: run this by `npm test`.');
  return url;
}

/** Runs a statement in the server's maintenance database: a template must have no connections. */
async function onServer(statement: string): Promise<void> {
  const url = new URL(templateUrl());
  url.pathname = '/postgres';
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
