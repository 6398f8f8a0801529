import type { DataSource } from 'typeorm';

/** Names kept in memory; a cloud has some hundred, and nothing is wrong when they are asked for again. */
const MAX_KNOWN = 100_000;

/** The ids of hosts by their names, making those that are new. A host's row is never changed or deleted. */
export class HostIds {
  private readonly known = new Map<string, number>();

  constructor(private readonly dataSource: DataSource) {}

  /** Outside the fold's transaction, so that two folds that meet the same new host do not wait for each other. */
  async of(names: readonly string[]): Promise<ReadonlyMap<string, number>> {
    if (names.some((name) => !this.known.has(name))) {
      if (this.known.size > MAX_KNOWN) this.known.clear();
      for (const { id, name } of await this.findOrMake(names)) this.known.set(name, id);
    }
    return this.known;
  }

  private async findOrMake(names: readonly string[]): Promise<{ id: number; name: string }[]> {
    const find = () =>
      this.dataSource.query<{ id: number; name: string }[]>(
        `SELECT host.id, host.name FROM host WHERE host.name = ANY($1)`,
        [names],
      );
    const found = await find();
    if (found.length === names.length) return found;
    await this.dataSource.query(
      `INSERT INTO host (name) SELECT name FROM unnest($1::text[]) AS name ORDER BY name ON CONFLICT (name) DO NOTHING`,
      [names],
    );
    return find();
  }
}
