import { itemWithDelegate } from './item-with-delegate.js';
import { itemsOf } from './result-bodies.js';

const loop = (...delegates: (string | null)[]) => ({
  results: delegates.map((delegate, item) => ({
    item,
    ansible_loop_var: 'item',
    changed: true,
    ...(delegate === null ? {} : { _ansible_delegated_vars: { ansible_delegated_host: delegate } }),
  })),
});

const delegatesOfItems = (body: Record<string, unknown>, delegatedTo: string | null) =>
  itemsOf(body).map((item) => itemWithDelegate(item, { hostName: 'ctl-001', delegatedTo }).delegatedTo);

describe('itemWithDelegate', () => {
  it('names the host that ran each item, and none where it was the host of the result', () => {
    expect(delegatesOfItems(loop('ctl-002', null, 'ctl-001', 'lb-001'), null)).toEqual([
      'ctl-002',
      null,
      null,
      'lb-001',
    ]);
  });

  it('takes the host that ran all items, except for those that were skipped', () => {
    const [first, second] = loop(null, null).results;
    const body = { results: [first, { ...second, changed: false, skipped: true }] };
    expect(delegatesOfItems(body, 'localhost')).toEqual(['localhost', null]);
  });

  it('is not confused by what a module returns under the same name', () => {
    const [only] = loop(null).results;
    expect(delegatesOfItems({ results: [{ ...only, _ansible_delegated_vars: ['nonsense'] }] }, null)).toEqual([null]);
  });
});
