import { textsOfResult } from './texts-of-result.js';

describe('textsOfResult', () => {
  it('gives what has several lines', () => {
    expect(textsOfResult({ stdout: 'a\nb\n', stderr: 'one line\n', msg: 'x\ny', rc: 1 })).toEqual([
      { name: 'msg', text: 'x\ny' },
      { name: 'stdout', text: 'a\nb\n' },
    ]);
  });

  it('leaves out what was said already', () => {
    expect(textsOfResult({ msg: 'a\nb\n' }, 'a\nb')).toEqual([]);
  });

  it.each([null, 'text\ntext', 3, ['a\nb'], { msg: ['a\nb'] }])('finds nothing in %j', (result) => {
    expect(textsOfResult(result)).toEqual([]);
  });
});
