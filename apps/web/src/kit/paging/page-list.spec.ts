import { listOf, withHead, withNext, withTail, type Page } from './page-list.js';

const itself = (name: string) => name;

function page(nodes: string[], hasNextPage = true): Page<string> {
  return { nodes, pageInfo: { endCursor: nodes.at(-1) ?? null, hasNextPage }, totalCount: 9 };
}

describe('a list of pages', () => {
  const two = withNext(listOf(page(['f', 'e'])), page(['d', 'c']), 'e');

  it('grows by the next page', () => {
    expect(two).toMatchObject({ nodes: ['f', 'e', 'd', 'c'], endCursor: 'c', hasNextPage: true });
    expect(withNext(two, page(['b', 'a'], false), 'c')).toMatchObject({ endCursor: 'a', hasNextPage: false });
  });

  it('leaves out a page that was asked behind another end', () => {
    expect(withNext(two, page(['d', 'c']), 'e')).toBe(two);
  });

  it('takes new nodes at its head and keeps the pages behind', () => {
    expect(withHead(two, page(['g', 'f']), itself)).toMatchObject({ nodes: ['g', 'f', 'e', 'd', 'c'], endCursor: 'c' });
  });

  it('drops nodes that the head no longer has', () => {
    expect(withHead(two, page(['f', 'd']), itself).nodes).toEqual(['f', 'd', 'c']);
  });

  it('starts over when the head does not reach it any more', () => {
    expect(withHead(two, page(['i', 'h']), itself)).toEqual(listOf(page(['i', 'h'])));
  });

  it('asks its last page again to grow at its end', () => {
    const grown = withTail(two, page(['d', 'c', 'b'], false), 'e');
    expect(grown).toMatchObject({ nodes: ['f', 'e', 'd', 'c', 'b'], endCursor: 'b', hasNextPage: false });
    expect(withTail(grown, page(['d', 'c', 'b', 'a'], false), 'e').nodes).toEqual(['f', 'e', 'd', 'c', 'b', 'a']);
  });
});
