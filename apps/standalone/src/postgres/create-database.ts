import pg from 'pg';
import type { Cluster } from './postgres-cluster.js';
import { loginOf } from './postmaster.js';

/** Name of the database, and of the role that owns it. */
const NAME = 'playledger';

/**
 * Makes the database and its owner, which is not a superuser: what the API can be talked into, Postgres still refuses.
 * It may create databases, so that a restore can be tried beside the original.
 */
export async function createDatabase(cluster: Cluster, port: number): Promise<{ url: string; version: string }> {
  const client = new pg.Client(loginOf(cluster, port));
  await client.connect();
  try {
    // The password stands in a statement.
    await client.query('SET log_min_duration_statement = -1');
    await client.query("SET log_statement = 'none'");
    const { rows } = await client.query<{ version: string; role: boolean; database: boolean }>(
      `SELECT current_setting('server_version') AS version,
              EXISTS (SELECT 1 FROM pg_catalog.pg_roles AS role WHERE role.rolname = $1) AS role,
              EXISTS (SELECT 1 FROM pg_catalog.pg_database AS database WHERE database.datname = $1) AS database`,
      [NAME],
    );
    const [found] = rows;
    const verb = found?.role ? 'ALTER' : 'CREATE';
    await client.query(`${verb} ROLE ${NAME} LOGIN CREATEDB PASSWORD ${client.escapeLiteral(cluster.password)}`);
    // Messages of what we ask may quote values, and nobody else sees to them: those of Postgres itself are logged.
    await client.query(`ALTER ROLE ${NAME} SET log_min_messages = log`);
    if (!found?.database) await client.query(`CREATE DATABASE ${NAME} OWNER ${NAME}`);
    const url = new URL(`postgres://${NAME}@127.0.0.1:${port}/${NAME}`);
    url.password = cluster.password;
    return { url: url.href, version: found?.version ?? 'unknown' };
  } finally {
    await client.end();
  }
}
