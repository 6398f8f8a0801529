import { buildSchema, parse } from 'graphql';
import { MAX_COST, queryCost } from './query-cost.js';

const schema = buildSchema(`
  type Query { runs(first: Int! = 50, after: String): Runs!  run(id: ID!): Run }
  type Runs { nodes: [Run!]! edges: [Edge!]! totalCount: Int! }
  type Edge { node: Run! }
  type Run { id: ID! origin: Origin arguments: JSON results(first: Int! = 50): Runs! series: [Point!]! }
  scalar JSON
  type Origin { environment: String }
  type Point { value: Int }
`);
const cost = (document: string, variables = {}, operationName: string | null = null) =>
  queryCost(schema, parse(document), { variables, operationName });

describe('the cost of a query', () => {
  it.each([
    ['{ run(id: 1) { id } }', 2],
    ['{ runs { totalCount } }', 6],
    ['{ runs(first: 20) { nodes { id } } }', 23],
    ['{ runs(first: 20) { nodes { id a: id b: id c: id d: id } } }', 31],
    ['{ runs(first: 20) { nodes { origin { environment } } } }', 43],
    ['{ runs(first: 20) { edges { node { id } } } }', 43],
    ['{ run(id: 1) { series { value } } }', 12],
    ['{ runs(first: 10) { nodes { results(first: 10) { nodes { id } } } } }', 131],
    ['{ runs(first: 20) { nodes { arguments } } }', 121],
  ])('of %s is %d', (document, expected) => {
    expect(cost(document)).toBe(expected);
  });

  it('knows variables and their defaults', () => {
    expect(cost('query ($n: Int! = 7) { runs(first: $n) { nodes { id } } }')).toBe(9);
    expect(cost('query ($n: Int! = 7) { runs(first: $n) { nodes { id } } }', { n: 100 })).toBe(112);
  });

  it('is that of the operation that is asked for', () => {
    const document = 'query A { run(id: 1) { id } } query B ($n: Int!) { runs(first: $n) { nodes { id } } }';
    expect(cost(document, {}, 'A')).toBe(2);
    expect(cost(document, { n: 20 }, 'B')).toBe(23);
  });

  it('is told of bombs without opening them all', () => {
    const levels = Array.from({ length: 60 }, (_, at) => `fragment F${at} on Run { ...F${at + 1} ...F${at + 1} }`);
    const bomb = `{ run(id: 1) { ...F0 } } ${levels.join(' ')} fragment F60 on Run { id }`;
    const started = performance.now();
    expect(() => cost(bomb)).toThrow(/maximum allowed number of nodes/);
    // Opened one by one, they would take for ever.
    expect(performance.now() - started).toBeLessThan(30_000);
    const nested =
      '{ runs(first: 100) { nodes { results(first: 100) { nodes { results(first: 100) { nodes { id } } } } } } }';
    expect(cost(nested)).toBeGreaterThan(MAX_COST);
  });
});
