import { compareCollections } from './compare-collections.js';

describe('compareCollections', () => {
  it('tells those of another version, and those that only one run had, by name', () => {
    const before = [
      { name: 'openstack.cloud', version: '2.2.0' },
      { name: 'acme.old', version: '1.0.0' },
      { name: 'acme.same', version: '1.0.0' },
    ];
    const after = [
      { name: 'acme.same', version: '1.0.0' },
      { name: 'acme.new', version: null },
      { name: 'openstack.cloud', version: '2.3.0' },
    ];
    expect(compareCollections(before, after)).toEqual([
      { name: 'acme.new', before: null, after: { name: 'acme.new', version: null } },
      { name: 'acme.old', before: { name: 'acme.old', version: '1.0.0' }, after: null },
      {
        name: 'openstack.cloud',
        before: { name: 'openstack.cloud', version: '2.2.0' },
        after: { name: 'openstack.cloud', version: '2.3.0' },
      },
    ]);
  });

  it('takes two versions that are not told for the same', () => {
    const local = [{ name: 'local.tools', version: null }];
    expect(compareCollections(local, local)).toEqual([]);
  });
});
