import { inputDigestOf } from './input-digest.js';

const given = (args: Record<string, unknown>, more: Record<string, unknown> = {}) => ({
  changed: true,
  invocation: { module_args: args },
  ...more,
});
const digestOf = (args: Record<string, unknown>) => inputDigestOf(given(args));

describe('inputDigestOf', () => {
  it('is a signed integer of 64 bits', () => {
    const digest = BigInt(digestOf({ name: 'keystone' })!);
    expect(BigInt.asIntN(64, digest)).toBe(digest);
  });

  it('does not depend on the order of arguments, on nulls and on what Ansible adds', () => {
    const digest = digestOf({ name: 'a', env: { x: 1, y: 2 } });
    expect(digestOf({ env: { y: 2, x: 1 }, name: 'a', mode: null, _diff_peek: true })).toBe(digest);
    expect(digestOf({ name: 'a', env: { x: 1, y: 3 } })).not.toBe(digest);
  });

  it('knows a command by what it runs', () => {
    expect(digestOf({ _raw_params: 'true' })).not.toBe(digestOf({ _raw_params: 'false' }));
    expect(digestOf({ argv: ['a', 'b'] })).not.toBe(digestOf({ argv: ['b', 'a'] }));
  });

  it('does not see the names of temporary files', () => {
    const source = (name: string) => digestOf({ src: `~dragon/.ansible/tmp/ansible-tmp-${name}/.source.json` });
    expect(source('1795333606.15-6703-66')).toBe(source('1795333699.99-6704-77'));
  });

  it('knows a file by path, mode and wanted content, whether it was written or only compared', () => {
    const file = { dest: '/etc/kolla/a.conf', checksum: 'f00' };
    const compared = given({ path: '/etc/kolla/a.conf', state: 'file', mode: '0660' }, { ...file, changed: false });
    const written = given({ src: '/tmp/ansible-tmp-1/a', mode: '0660', backup: false }, file);
    expect(inputDigestOf(written)).toBe(inputDigestOf(compared));
    expect(inputDigestOf({ ...written, checksum: 'bar' })).not.toBe(inputDigestOf(compared));
    expect(inputDigestOf(given({ mode: '0600' }, file))).not.toBe(inputDigestOf(compared));
  });

  it('covers the items of a loop that were not skipped', () => {
    const loop = (...results: unknown[]) => inputDigestOf({ results });
    const [a, b] = [given({ name: 'a' }), given({ name: 'b' })];
    expect(loop(a, { skipped: true }, b)).toBe(loop(a, b));
    expect(loop(a, b)).not.toBe(loop(b, a));
    expect(loop(a)).not.toBe(loop(a, b));
  });

  it.each([
    ['nothing told', { changed: true }],
    ['a result under no_log', { censored: 'hidden', changed: true }],
    ['an item that tells nothing', { results: [given({ name: 'a' }), { changed: true }] }],
    ['items that were all skipped', { results: [{ skipped: true }] }],
  ])('is null for %s', (_what, result) => {
    expect(inputDigestOf(result)).toBeNull();
  });
});
