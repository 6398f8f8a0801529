import { itemLabelOf, loopOf } from './loop-items.js';

const item = (no: number, more = {}) => ({ item: no, ansible_loop_var: 'item', changed: false, ...more });
const leftOut = (told: string) => ({ _playledger_left_out: told });

describe('loopOf', () => {
  it('takes the word of the plugin', () => {
    const results = [{ rc: 0 }, 'a text'];
    expect(loopOf({ result: { results }, itemCount: 2 })).toEqual({
      itemCount: 2,
      failedLeftOut: 0,
      items: [
        { index: 0, result: { rc: 0 } },
        { index: 1, result: { value: 'a text' } },
      ],
    });
    expect(loopOf({ result: { results: [item(1)] }, itemCount: null })).toBeNull();
  });

  it.each([
    ['of dnf', ['Installed: podman-5.4.0']],
    ['of dnf that had nothing to do', []],
    ['of ldap_search', [{ dn: 'cn=admin', cn: 'admin' }]],
    ['that have a field `item`', [{ item: 'podman', version: '5.4.0' }]],
    ['that tell what failed', [{ failed: true, name: 'podman' }]],
    ['of other modules', { found: 1 }],
  ])('finds no loop in results %s, also where the plugin does not tell', (_whose, results) => {
    expect(loopOf({ result: { results } })).toBeNull();
  });

  it.each([
    ['a loop variable', { ansible_loop_var: 'service', service: 'nova' }],
    ['a label', { _ansible_item_label: 'nova', failed: true }],
    ['an item and what became of it', { item: 'nova', changed: false }],
  ])('knows a loop by %s where the plugin does not tell', (_what, entry) => {
    expect(loopOf({ result: { results: [entry] } })?.itemCount).toBe(1);
  });

  it('counts the items that were left out, and knows the place of the others', () => {
    const results = [
      leftOut('2 of 7 items left out'),
      item(2),
      item(3),
      leftOut('3 of 7 items left out, 1 of which failed'),
    ];
    const told = { itemCount: 7, failedLeftOut: 1, items: [{ index: 2 }, { index: 3 }] };
    expect(loopOf({ result: { results }, itemCount: 7 })).toMatchObject(told);
    expect(loopOf({ result: { results } })).toMatchObject(told);
  });

  it('tells the count of a loop whose items were all left out', () => {
    expect(loopOf({ result: { _playledger_left_out: '1 of 2 keys left out' }, itemCount: 9 })).toMatchObject({
      itemCount: 9,
      items: [],
    });
  });

  it('does not take an item for a marker', () => {
    const results = [{ ...leftOut('2 of 7 items left out'), item: 1, changed: true }, leftOut('many')];
    expect(loopOf({ result: { results }, itemCount: 2 })?.items.map(({ index }) => index)).toEqual([0, 1]);
    const absurd = Array.from({ length: 9 }, () => leftOut('999999999 of 1 items left out'));
    expect(loopOf({ result: { results: [item(1), ...absurd] } })?.itemCount).toBe(2 ** 31 - 1);
  });
});

describe('itemLabelOf', () => {
  it('is the label, else what the loop variable held', () => {
    expect(itemLabelOf({ item: 'a', _ansible_item_label: 'b' })).toBe('b');
    expect(itemLabelOf({ item: 'a' })).toBe('a');
    expect(itemLabelOf({ item: 'of an outer loop', ansible_loop_var: 'service', service: 'nova' })).toBe('nova');
    expect(itemLabelOf({})).toBeNull();
  });
});
