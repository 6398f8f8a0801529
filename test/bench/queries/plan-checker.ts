import pg from 'pg';
import type { NamedQuery } from './named-queries.js';
import type { SentStatement } from './record-statements.js';

/** To read a smaller table from end to end is cheaper than to look into its index. */
const BIG_ROWS = 20_000;

/** A node of a plan, as EXPLAIN (FORMAT JSON) tells it. */
interface PlanNode {
  'Node Type': string;
  'Index Name'?: string;
  'Relation Name'?: string;
  Plans?: PlanNode[];
}

/** Tells which indexes Postgres takes for the statements of a query, and which tables it reads from end to end. */
export class PlanChecker {
  private constructor(
    private readonly client: pg.Client,
    /** Of each partition, and of its indexes. */
    private readonly parents: ReadonlyMap<string, string>,
    private readonly bigTables: ReadonlySet<string>,
  ) {}

  static async connect(url: string): Promise<PlanChecker> {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    const { rows: children } = await client.query<{ child: string; parent: string }>(
      `SELECT child.relname AS child, parent.relname AS parent
       FROM pg_inherits
       JOIN pg_class AS child ON child.oid = pg_inherits.inhrelid
       JOIN pg_class AS parent ON parent.oid = pg_inherits.inhparent`,
    );
    const { rows: big } = await client.query<{ name: string }>(
      `SELECT relname AS name FROM pg_class WHERE relkind = 'r' AND reltuples > $1`,
      [BIG_ROWS],
    );
    return new PlanChecker(
      client,
      new Map(children.map(({ child, parent }) => [child, parent])),
      new Set(big.map(({ name }) => name)),
    );
  }

  /** Where the plans of a query's statements are not as it claims. */
  async faultsOf(statements: SentStatement[], { indexes, scans = [] }: NamedQuery): Promise<string[]> {
    const [used, scanned] = [new Set<string>(), new Set<string>()];
    for (const { text, values } of statements) {
      if (!/^\s*(SELECT|WITH)\b/i.test(text)) continue;
      for (const node of await this.nodesOf(text, values)) {
        const { 'Index Name': index, 'Relation Name': relation } = node;
        if (index !== undefined) used.add(this.nameOf(index));
        if (node['Node Type'] === 'Seq Scan' && relation !== undefined && this.bigTables.has(relation)) {
          scanned.add(this.nameOf(relation));
        }
      }
    }
    const missing = indexes.map((names) => [names].flat()).filter((names) => !names.some((name) => used.has(name)));
    const unclaimed = [...scanned].filter((name) => !scans.includes(name));
    const wanted = missing.map((names) => names.join(' or ')).join(', ');
    return [
      ...(missing.length > 0 ? [`does not use ${wanted}, but ${[...used].sort().join(', ') || 'none'}`] : []),
      ...(unclaimed.length > 0 ? [`reads ${unclaimed.join(', ')} from end to end`] : []),
    ];
  }

  close(): Promise<void> {
    return this.client.end();
  }

  private async nodesOf(text: string, values: unknown[]): Promise<PlanNode[]> {
    const { rows } = await this.client.query<{ 'QUERY PLAN': { Plan: PlanNode }[] }>(
      `EXPLAIN (FORMAT JSON) ${text}`,
      values,
    );
    return rows.flatMap(({ 'QUERY PLAN': plans }) => plans.flatMap(({ Plan }) => withChildren(Plan)));
  }

  private nameOf(relation: string): string {
    return this.parents.get(relation) ?? relation;
  }
}

function withChildren(node: PlanNode): PlanNode[] {
  return [node, ...(node.Plans ?? []).flatMap(withChildren)];
}
