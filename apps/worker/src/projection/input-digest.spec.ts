import { ExactNumber } from '#exact-json';
import type { Json } from '#history';
import { inputDigestOf } from './input-digest.js';

const given = (args: Record<string, unknown>, more: Record<string, unknown> = {}) => ({
  changed: true,
  invocation: { module_args: args },
  ...more,
});
const digestOfResult = (result: Json) => inputDigestOf({ result });
const digestOf = (args: Json) => digestOfResult(given(args));
const digestOfLoop = (...results: Json[]) => inputDigestOf({ result: { results }, itemCount: results.length });

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

  it('tells numbers apart that are one double, and takes 1.0 for 1, as it always did', () => {
    const of = (text: string) => digestOf({ name: 'a', size: new ExactNumber(text) });
    expect(of('9007199254740993')).not.toBe(digestOf({ name: 'a', size: 9007199254740992 }));
    expect(of('1.0')).toBe(digestOf({ name: 'a', size: 1 }));
    expect(of('1E5')).toBe(digestOf({ name: 'a', size: 100000 }));
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
    expect(digestOfResult(written)).toBe(digestOfResult(compared));
    expect(digestOfResult({ ...written, checksum: 'bar' })).not.toBe(digestOfResult(compared));
    expect(digestOfResult(given({ mode: '0600' }, file))).not.toBe(digestOfResult(compared));
  });

  it('covers the items of a loop that were not skipped', () => {
    const [a, b] = [given({ name: 'a' }), given({ name: 'b' })];
    expect(digestOfLoop(a, { skipped: true }, b)).toBe(digestOfLoop(a, b));
    expect(digestOfLoop(a, b)).not.toBe(digestOfLoop(b, a));
    expect(digestOfLoop(a)).not.toBe(digestOfLoop(a, b));
  });

  it.each([
    ['nothing told', { changed: true }],
    ['a result under no_log', { censored: 'hidden', changed: true }],
  ])('is null for %s', (_what, result) => {
    expect(digestOfResult(result)).toBeNull();
  });

  it.each([
    ['an item that tells nothing', [given({ name: 'a' }), { changed: true }]],
    ['an item that was left out', [given({ name: 'a' }), { _playledger_left_out: '1 of 2 items left out' }]],
    ['items that were all skipped', [{ skipped: true }]],
  ])('is null for %s', (_what, items) => {
    expect(digestOfLoop(...items)).toBeNull();
  });

  it('is that of the module where it returns results of its own', () => {
    const result = given({ name: ['podman'] }, { results: ['Installed: podman'] });
    expect(inputDigestOf({ result, itemCount: null })).toBe(digestOf({ name: ['podman'] }));
    expect(digestOfResult(result)).toBe(digestOf({ name: ['podman'] }));
  });
});
