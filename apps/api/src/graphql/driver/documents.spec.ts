import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema } from 'graphql';
import { Documents } from './documents.js';
import { PAGE_DOCUMENTS } from './page-documents.generated.js';

const SETTINGS = { introspection: true };
const schema = buildSchema('type Query { me: String runs(first: Int): Int }');
const documents = new Documents(schema, SETTINGS);

describe('Documents', () => {
  it('reads a text once, and forgets those that were asked long ago by their bytes', () => {
    const text = '{ me }';
    const document = documents.read(text);
    expect(documents.read(text)).toBe(document);
    // Comments are no tokens, and kept with the text.
    const large = (at: number) => `{ me } # ${at} ${'x'.repeat(30_000)}`;
    const first = documents.read(large(0));
    for (let at = 1; at < 100; at++) documents.read(large(at));
    expect(documents.read(large(0))).toBe(first);
    expect(documents.read(text)).toBe(document);
    for (let at = 100; at < 250; at++) documents.read(large(at));
    expect(documents.read(text)).not.toBe(document);
    expect(documents.read(large(0))).not.toBe(first);
  });

  it('keeps those of the page, whatever others ask', () => {
    const page = '{ runs }';
    const [mine, others] = [new Documents(schema, SETTINGS, [page]), new Documents(schema, SETTINGS)];
    const [kept, forgotten] = [mine.read(page), others.read(page)];
    for (let at = 0; at < 150; at++) {
      for (const each of [mine, others]) each.read(`{ me } # ${at} ${'x'.repeat(30_000)}`);
    }
    expect(mine.read(page)).toBe(kept);
    expect(others.read(page)).not.toBe(forgotten);
  });

  it('takes all that the page asks', () => {
    const known = buildSchema(readFileSync(join(process.cwd(), 'apps/api/schema.graphql'), 'utf8'));
    const ofPage = new Documents(known, SETTINGS, PAGE_DOCUMENTS);
    expect(PAGE_DOCUMENTS.length).toBeGreaterThan(40);
    for (const text of PAGE_DOCUMENTS) expect(ofPage.read(text)).toBe(ofPage.read(text));
  });

  it.each<[string, string, RegExp, object]>([
    ['no GraphQL', 'me', /^Syntax Error: Unexpected Name "me"/, { code: 'BAD_USER_INPUT' }],
    ['what is not there', '{ you }', /^Cannot query field "you"/, {}],
    ['too long a text', `{ me } # ${'x'.repeat(33_000)}`, /32768 are allowed/, { code: 'QUERY_TOO_COSTLY' }],
    ['too many tokens', `{ ${'me '.repeat(3_000)} }`, /3000 tokens/, { code: 'BAD_USER_INPUT' }],
    ['too deep a text', `{ ${'a{'.repeat(1_400)}`, /Syntax Error/, { code: 'BAD_USER_INPUT' }],
  ])('refuses %s', (_what, text, message, extensions) => {
    expect(() => documents.read(text)).toThrow(
      expect.objectContaining({
        status: 400,
        errors: [expect.objectContaining({ message: expect.stringMatching(message), extensions })],
      }),
    );
  });
});
