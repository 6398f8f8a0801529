import { buildSchema, parse, validate, visit, type DocumentNode } from 'graphql';
import { plainNames } from './plain-names.rule.js';

const schema = buildSchema('type Query { a(b: [B!], c: C): Query } enum B { d } input C { e: [B!] }');
const DOCUMENT = `query Q($v: C = { e: [d] }) @x(y: $v) {
  alias: a(b: [d], c: { e: d }) @include(if: $w) { ...F ... on Query { __typename } }
}
fragment F on Query { a { __typename } }`;

const mistakes = (document: DocumentNode) => validate(schema, document, [plainNames]).map(({ message }) => message);

/** The document with another text in the place of the name at this place; null behind the last one. */
function withName(place: number, text: unknown): DocumentNode | null {
  let at = -1;
  const replaced = (node: { value: string }) => (++at === place ? { ...node, value: text } : undefined);
  const document = visit<DocumentNode>(parse(DOCUMENT), { Name: replaced, EnumValue: replaced });
  return at < place ? null : document;
}

describe('plainNames', () => {
  it('has nothing against what the parser reads', () => {
    expect(mistakes(parse(DOCUMENT))).toEqual([]);
  });

  it.each(['a": (1), "b', 'a b', '', '1a', 'a\n', 'ä', '${a}', 'a-b', null, {}])('finds %j at every place', (text) => {
    let places = 0;
    for (let forged = withName(0, text); forged !== null; forged = withName(++places, text)) {
      expect({ places, found: mistakes(forged) }).toEqual({
        places,
        found: [expect.stringMatching(/^Names consist of/)],
      });
    }
    expect(places).toBe(25);
  });
});
