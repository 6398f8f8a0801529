import { ExactNumber } from '#exact-json';
import { failingLines, formerFailingLines, quotableLines } from './failing-text.js';

describe('failingLines', () => {
  it('gives the message, what was written, and the return code, each sentence once', () => {
    expect(failingLines({ msg: 'it failed: no route', stderr: 'no route\nerror: more', rc: 2 })).toEqual([
      'it failed: no route',
      'error: more',
      'rc=2',
    ]);
  });

  it('gives data as it was told before numbers were exact, and quotes it as it was sent', () => {
    const failed = (status: unknown) => ({ msg: { status }, rc: new ExactNumber('2.0') });
    for (const linesOf of [failingLines, formerFailingLines]) {
      expect(linesOf(failed(new ExactNumber('500.0')))).toEqual(['{"status":500}', 'rc=2']);
    }
    expect(quotableLines(failed(new ExactNumber('500.0')).msg)).toEqual(['{"status":500.0}']);
  });

  it('takes the telling lines of an output, and its last one when none tells', () => {
    expect(failingLines({ stderr: 'a\nb: denied\nc', stdout: 'error' })).toEqual(['b: denied']);
    expect(failingLines({ stderr: 'just a notice', stdout: 'x\nERROR y' })).toEqual(['ERROR y']);
    expect(failingLines({ stderr: '', stdout: 'a\nb\n' })).toEqual(['b']);
  });

  it('keeps of chained tracebacks the last exception', () => {
    const stderr = [
      'Traceback (most recent call last):',
      '  File "x.py", line 3, in <module>',
      '    f()',
      'KeyError: 1',
      '',
      'During handling of the above exception, another exception occurred:',
      '',
      'Traceback (most recent call last):',
      '  File "x.py", line 5, in <module>',
      'a.b.Broken: it is broken',
    ].join('\n');
    expect(failingLines({ msg: 'failed', module_stderr: stderr })).toEqual(['failed', 'a.b.Broken: it is broken']);
    const quoted = `'${stderr.replaceAll('\n', '\\n')}\\n'`;
    expect(failingLines({ msg: quoted })).toEqual(['a.b.Broken: it is broken']);
  });

  it('takes of a module that died what its exception said, as newer versions of Ansible tell it', () => {
    const module_stderr =
      'Traceback (most recent call last):\n  File "x.py", line 3, in <module>\na.b.Broken: it is broken';
    const older = { msg: 'MODULE FAILURE\nSee stdout/stderr for the exact error', rc: 1, module_stderr };
    expect(failingLines(older)).toEqual(['it is broken']);
    expect(failingLines({ msg: 'Task failed: Module failed: it is broken' })).toEqual(['it is broken']);
  });

  it.each([
    ['the list of dnf', { msg: 'Failed', failures: ['No package x'] }, ['Failed', 'No package x']],
    [
      'the error of an API',
      { msg: 'Status code was 409', json: { error: { message: 'x exists' } } },
      ['Status code was 409', 'x exists'],
    ],
    ['standard output beside noise', { stdout: 'ERROR: x', stderr: 'Shared connection to h closed.' }, ['ERROR: x']],
  ])('finds the cause where it stands: %s', (_where, result, lines) => {
    expect(failingLines(result)).toEqual(lines);
  });

  it('finds the end of a traceback of any length', () => {
    const frames = '  File "x.py", line 3, in f\n    f()\n'.repeat(3_000);
    expect(failingLines({ msg: `Traceback (most recent call last):\n${frames}OSError: the disk is full` })).toEqual([
      'OSError: the disk is full',
    ]);
  });

  it('keeps the last line of a traceback that was cut off', () => {
    expect(failingLines({ stderr: 'Traceback (most recent call last):\n  File "x", line 1\n    broken()' })).toEqual([
      'broken()',
    ]);
  });

  it('leaves out where in the playbook it was', () => {
    expect(failingLines({ msg: "'x' is undefined\n\nThe error appears to be in '/a': line 1" })).toEqual([
      "'x' is undefined",
    ]);
    expect(failingLines({ msg: "'x' is undefined\n\nOrigin: /a:1:2\n\n1 - x" })).toEqual(["'x' is undefined"]);
  });

  it('says what there is', () => {
    expect(failingLines({ censored: 'the output has been hidden' })).toEqual(['the output has been hidden']);
    expect(failingLines({ msg: ['a', 'b'] })).toEqual(['a', 'b']);
    expect(failingLines({ msg: { reason: 1 } })).toEqual(['{"reason":1}']);
    expect(failingLines({ exception: '(traceback unavailable)' })).toEqual([]);
  });
});
