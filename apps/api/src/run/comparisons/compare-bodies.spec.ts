import { compareBodies } from './compare-bodies.js';

const withArguments = (args: Record<string, unknown>, more: Record<string, unknown> = {}) => ({
  invocation: { module_args: args },
  ...more,
});

describe('compareBodies', () => {
  it('names the arguments that differ, also those that only one has', () => {
    const before = withArguments({ image: 'keystone:1', name: 'keystone', volumes: ['a'] });
    const after = withArguments({ image: 'keystone:2', name: 'keystone', volumes: ['a'], privileged: true });
    expect(compareBodies(before, after).changedArguments).toEqual([
      { item: null, name: 'image', before: 'keystone:1', after: 'keystone:2' },
      { item: null, name: 'privileged', before: null, after: true },
    ]);
  });

  it('does not say that nothing changed when a result does not tell its arguments', () => {
    expect(compareBodies({ skipped: true }, withArguments({ name: 'keystone' })).changedArguments).toBeNull();
    expect(compareBodies(null, null).changedArguments).toBeNull();
  });

  it('puts the text of a failure beside what its predecessor said', () => {
    const after = { msg: 'non-zero return code', stderr: 'no route to host', stdout: '' };
    expect(compareBodies({ stdout: 'synced' }, after)).toMatchObject({
      textBefore: 'synced',
      textAfter: 'non-zero return code\nno route to host',
    });
  });

  it('takes of a loop the item that failed, and the same item of the other run', () => {
    const loop = (...results: Record<string, unknown>[]) => ({
      msg: 'One or more items failed',
      results: results.map((item) => ({ ansible_loop_var: 'item', ...item })),
    });
    const before = loop(
      withArguments({ port: 1 }, { item: 'a' }),
      withArguments({ port: 2 }, { item: 'b', msg: 'fine' }),
    );
    const after = loop(
      withArguments({ port: 1 }, { item: 'a' }),
      withArguments({ port: 3 }, { item: 'b', failed: true, msg: 'port is taken' }),
    );
    expect(compareBodies(before, after)).toEqual({
      item: 'b',
      changedArguments: [{ item: 'b', name: 'port', before: 2, after: 3 }],
      textBefore: 'fine',
      textAfter: 'port is taken',
    });
  });
});
