import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateContainerSets1795525000000 implements MigrationInterface {
  name = 'CreateContainerSets1795525000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE container_set (
        key uuid NOT NULL,
        containers jsonb NOT NULL,
        CONSTRAINT container_set_pkey PRIMARY KEY (key)
      )
    `);
    await db.query(`
      INSERT INTO container_set (key, containers)
      SELECT DISTINCT md5(containers::text)::uuid, containers FROM deployment_host
    `);
    await db.query(`ALTER TABLE deployment_host ADD COLUMN container_set_key uuid`);
    await db.query(`UPDATE deployment_host SET container_set_key = md5(containers::text)::uuid`);
    await db.query(`ALTER TABLE deployment_host ALTER COLUMN container_set_key SET NOT NULL, DROP COLUMN containers`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`ALTER TABLE deployment_host ADD COLUMN containers jsonb`);
    await db.query(`
      UPDATE deployment_host SET containers = container_set.containers
      FROM container_set
      WHERE container_set.key = deployment_host.container_set_key
    `);
    await db.query(`ALTER TABLE deployment_host ALTER COLUMN containers SET NOT NULL, DROP COLUMN container_set_key`);
    await db.query(`DROP TABLE container_set`);
  }
}
