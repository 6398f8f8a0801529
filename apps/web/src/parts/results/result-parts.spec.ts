import { argumentsOf, diffsOf, textsOfResult } from './result-parts.js';

describe('textsOfResult', () => {
  it('gives each text once, and none that was said already', () => {
    const result = { stdout: 'a\nb\n', stderr: 'same', msg: 'same', module_stderr: '', reason: 'said ' };
    expect(textsOfResult(result, 'what was said before')).toEqual([
      { name: 'msg', text: 'same' },
      { name: 'stdout', text: 'a\nb\n' },
    ]);
  });

  it.each([null, 'text', 3, ['a'], { msg: ['a'] }])('finds nothing in %j', (result) => {
    expect(textsOfResult(result)).toEqual([]);
  });
});

describe('argumentsOf', () => {
  it('finds what the module was given', () => {
    expect(argumentsOf({ invocation: { module_args: { name: 'x' } } })).toEqual({ name: 'x' });
  });

  it.each([{}, { invocation: 'x' }, { invocation: { module_args: [] } }, null])('finds nothing in %j', (result) => {
    expect(argumentsOf(result)).toBeNull();
  });
});

describe('diffsOf', () => {
  it('takes one difference or several, of texts or of settings', () => {
    expect(diffsOf({ diff: { before: 'a', after: 'b', after_header: '/etc/x' } })).toEqual([
      { name: '/etc/x', before: 'a', after: 'b', prepared: null },
    ]);
    expect(diffsOf({ diff: [{ prepared: '+a' }, { before: { mode: '1' }, after: { mode: '2' } }] })).toEqual([
      { name: null, before: null, after: null, prepared: '+a' },
      { name: null, before: '{\n  "mode": "1"\n}\n', after: '{\n  "mode": "2"\n}\n', prepared: null },
    ]);
  });

  it('leaves out what is no difference', () => {
    expect(diffsOf({ diff: [{ before: 'a', after: 'a' }, {}, 'x'] })).toEqual([]);
    expect(diffsOf({})).toEqual([]);
  });
});
