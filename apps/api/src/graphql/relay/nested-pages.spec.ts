import type { Connection } from './connection.js';
import { NestedPages } from './nested-pages.js';

const pageOf = (keys: readonly string[][], { first }: { first: number }) =>
  keys.map((key) => ({ nodes: [`${key.join(' ')} ${first}`] }) as unknown as Connection<string>);

describe('NestedPages', () => {
  it('reads the pages of all objects that ask alike at once, and gives each its own', async () => {
    const asked: (readonly string[][])[] = [];
    const pages = new NestedPages((keys, args: { first: number }) => {
      asked.push(keys);
      return Promise.resolve(pageOf(keys, args));
    });
    const request = {};
    const [a, b, more] = await Promise.all([
      pages.load(request, ['run', 'a'], { first: 1 }),
      pages.load(request, ['run', 'b'], { first: 1 }),
      pages.load(request, ['run', 'a'], { first: 2 }),
    ]);
    expect([a.nodes, b.nodes, more.nodes]).toEqual([['run a 1'], ['run b 1'], ['run a 2']]);
    expect(asked).toEqual([
      [
        ['run', 'a'],
        ['run', 'b'],
      ],
      [['run', 'a']],
    ]);
  });

  it('forgets with the request', async () => {
    let asked = 0;
    const pages = new NestedPages((keys, args: { first: number }) => {
      asked++;
      return Promise.resolve(pageOf(keys, args));
    });
    await pages.load({}, ['a'], { first: 1 });
    await pages.load({}, ['a'], { first: 1 });
    expect(asked).toBe(2);
  });
});
