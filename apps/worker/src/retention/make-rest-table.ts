import type { EntityManager } from 'typeorm';

interface Storage {
  /** null: where the database is. */
  tablespace: string | null;
  mayUseTablespace: boolean;
  replicaIdentity: string;
}

/**
 * Makes an empty table that is to stand in the place of a partition: in its tablespace, with its indexes in theirs, and
 * with all that somebody has set for it, such as fillfactor, autovacuum, statistics targets, comments and grants.
 */
export async function makeRestTable(tx: EntityManager, partition: string, rest: string): Promise<void> {
  const [storage] = await tx.query<Storage[]>(STORAGE, [partition]);
  const { tablespace = null, mayUseTablespace = true, replicaIdentity = 'd' } = storage ?? {};
  if (tablespace !== null && !mayUseTablespace) {
    throw new Error(
      `The rest of partition ${partition} has to stay in its tablespace ${tablespace}, where we may make no table. ` +
        `Run: GRANT CREATE ON TABLESPACE ${tablespace} TO CURRENT_USER (as our role of the database).`,
    );
  }
  // An index without a tablespace of its own lies where the database does, whatever the default of our role is.
  await tx.query(`SET LOCAL default_tablespace = ''`);
  const place = tablespace === null ? '' : ` TABLESPACE ${tablespace}`;
  await tx.query(`CREATE TABLE ${rest} (LIKE ${partition} INCLUDING ALL)${place}`);
  if (replicaIdentity === 'f') await tx.query(`ALTER TABLE ${rest} REPLICA IDENTITY FULL`);
  if (replicaIdentity === 'n') await tx.query(`ALTER TABLE ${rest} REPLICA IDENTITY NOTHING`);
  const settings = await tx.query<{ statement: string }[]>(SETTINGS, [partition, rest]);
  for (const { statement } of settings) await tx.query(statement);
}

const STORAGE = `
  SELECT quote_ident(tablespace.spcname) AS tablespace,
    coalesce(has_tablespace_privilege(tablespace.oid, 'CREATE'), true) AS "mayUseTablespace",
    part.relreplident AS "replicaIdentity"
  FROM pg_class AS part
  LEFT JOIN pg_tablespace AS tablespace ON tablespace.oid = part.reltablespace
  WHERE part.oid = $1::regclass`;

/** What LIKE does not copy, as statements for the table that takes the place. */
const SETTINGS = `
  WITH part AS (SELECT pg_class.* FROM pg_class WHERE pg_class.oid = $1::regclass),
  columns AS (
    SELECT pg_attribute.*, quote_ident(pg_attribute.attname) AS name
    FROM pg_attribute JOIN part ON part.oid = pg_attribute.attrelid
    WHERE pg_attribute.attnum > 0 AND NOT pg_attribute.attisdropped
  ),
  options AS (
    SELECT '' AS prefix, unnest(part.reloptions) AS option FROM part
    UNION ALL
    SELECT 'toast.', unnest(toast.reloptions) FROM part JOIN pg_class AS toast ON toast.oid = part.reltoastrelid
  ),
  grants AS (
    SELECT '' AS columns, part.relowner, (aclexplode(part.relacl)).* FROM part
    UNION ALL
    SELECT format(' (%s)', columns.name), part.relowner, (aclexplode(columns.attacl)).* FROM part CROSS JOIN columns
  )
  SELECT format('ALTER TABLE %s SET (%s%s = %L)', $2::text, prefix, split_part(option, '=', 1),
    substr(option, strpos(option, '=') + 1)) AS statement
  FROM options
  UNION ALL
  SELECT format('ALTER TABLE %s ALTER COLUMN %s SET STATISTICS %s', $2::text, name, attstattarget)
  FROM columns WHERE attstattarget >= 0
  UNION ALL
  SELECT format('ALTER TABLE %s ALTER COLUMN %s SET (%s)', $2::text, name, array_to_string(attoptions, ', '))
  FROM columns WHERE attoptions IS NOT NULL
  UNION ALL
  SELECT format('GRANT %s%s ON %s TO %s%s', privilege_type, columns, $2::text,
    CASE grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(grantee)) END,
    CASE WHEN is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
  FROM grants WHERE grantee <> relowner
  UNION ALL
  SELECT format('COMMENT ON TABLE %s IS %L', $2::text, obj_description(part.oid, 'pg_class'))
  FROM part WHERE obj_description(part.oid, 'pg_class') IS NOT NULL`;
