// Which indexes Postgres takes for the statements of a query, and which tables it reads from end to end.
import pg from 'pg';

/** To read a smaller table from end to end is cheaper than to look into its index. */
const BIG_ROWS = 20_000;

/**
 * Answers a function that gives the faults of the plans of `statements`; close it when done. Of several names in one
 * claim, Postgres may take whichever it finds cheaper: they serve alike.
 */
export async function planChecker(url) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows: children } = await client.query(
    `SELECT child.relname AS child, parent.relname AS parent
     FROM pg_inherits
     JOIN pg_class AS child ON child.oid = pg_inherits.inhrelid
     JOIN pg_class AS parent ON parent.oid = pg_inherits.inhparent`,
  );
  const parents = new Map(children.map(({ child, parent }) => [child, parent]));
  const { rows: big } = await client.query(
    `SELECT relname AS name FROM pg_class WHERE relkind = 'r' AND reltuples > $1`,
    [BIG_ROWS],
  );
  const bigTables = new Set(big.map(({ name }) => name));
  const nameOf = (relation) => parents.get(relation) ?? relation;

  const faultsOf = async (statements, { indexes, scans = [] }) => {
    const [used, scanned] = [new Set(), new Set()];
    for (const { text, values } of statements) {
      if (!/^\s*(SELECT|WITH)\b/i.test(text)) continue;
      const { rows } = await client.query(`EXPLAIN (FORMAT JSON) ${text}`, values);
      for (const node of nodesOf(rows[0]['QUERY PLAN'][0].Plan)) {
        if (node['Index Name'] !== undefined) used.add(nameOf(node['Index Name']));
        if (node['Node Type'] === 'Seq Scan' && bigTables.has(node['Relation Name'])) {
          scanned.add(nameOf(node['Relation Name']));
        }
      }
    }
    const missing = indexes.filter((names) => ![names].flat().some((name) => used.has(name)));
    const unclaimed = [...scanned].filter((name) => !scans.includes(name));
    return [
      ...(missing.length > 0
        ? [
            `does not use ${missing.map((names) => [names].flat().join(' or ')).join(', ')}, but ${[...used].sort().join(', ') || 'none'}`,
          ]
        : []),
      ...(unclaimed.length > 0 ? [`reads ${unclaimed.join(', ')} from end to end`] : []),
    ];
  };
  return { faultsOf, close: () => client.end() };
}

function nodesOf(node) {
  return [node, ...(node.Plans ?? []).flatMap(nodesOf)];
}
