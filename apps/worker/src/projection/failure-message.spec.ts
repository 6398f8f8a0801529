import { MAX_MESSAGE, messageOf } from './failure-message.js';

const said = (result: Record<string, unknown>) => messageOf({ result });

describe('messageOf', () => {
  it('says the message and what the command wrote', () => {
    expect(said({ msg: 'non-zero return code', rc: 1, stderr: 'no such file' })).toBe(
      'non-zero return code\nno such file',
    );
  });

  it.each([
    ['standard output', { msg: 'non-zero return code', rc: 1, stdout: 'starting\nERROR: no route' }, 'ERROR: no route'],
    [
      'standard output beside noise',
      {
        msg: 'The command exited with a non-zero return code.',
        stdout: 'ERROR: no route',
        stderr: 'Shared connection to h closed.\r\n',
      },
      'ERROR: no route',
    ],
    [
      'the output of a module',
      { msg: 'MODULE FAILURE', module_stdout: 'fatal: no disk', module_stderr: '' },
      'fatal: no disk',
    ],
    ['the list of dnf', { msg: 'Failed to install', failures: ['No package x', 'No package y'] }, 'No package y'],
    ['the error of an API', { msg: 'Status code was 409', json: { error: { message: 'x exists' } } }, 'x exists'],
    ['a list of messages', { msg: ['first', 'second'] }, 'second'],
    ['the reason of an include', { reason: 'no such file' }, 'no such file'],
  ])('quotes the cause where it stands: %s', (_where, result, cause) => {
    expect(said(result)?.split('\n')).toContain(cause);
  });

  it('gives the end of a traceback, whatever its length, and of a long output', () => {
    const frames = '  File "x.py", line 3, in f\n    f()\n'.repeat(3_000);
    const traceback = `Traceback (most recent call last):\n${frames}OSError: the disk is full\n`;
    expect(said({ msg: traceback })).toBe('OSError: the disk is full');
    expect(said({ msg: 'MODULE FAILURE', module_stderr: traceback })).toMatch(/OSError: the disk is full$/);
    const long = said({ msg: 'non-zero return code', stderr: `${'line of a log\n'.repeat(999)}1\nERROR: at last` });
    expect(long).toMatch(/^non-zero return code\n[^]*\nERROR: at last$/);
    expect(long?.length).toBeLessThanOrEqual(MAX_MESSAGE);
  });

  it('says a sentence once, however often Ansible repeats it', () => {
    expect(said({ msg: 'timed out: no route', stderr: 'no route', module_stderr: 'no route' })).toBe(
      'timed out: no route',
    );
  });

  it('names the failing items of a loop, and only those', () => {
    const results = [
      { item: 'a', changed: true },
      { item: { name: 'b' }, failed: true, msg: 'bad' },
      { item: 'secret', _ansible_item_label: 'c', failed: true, msg: 'worse' },
    ];
    expect(said({ msg: 'One or more items failed', results })).toBe('{"name":"b"}: bad\nc: worse');
  });

  it('falls back to what there is', () => {
    expect(said({ exception: 'Traceback ...' })).toBe('Traceback ...');
    expect(said({ censored: 'the output has been hidden' })).toBe('the output has been hidden');
    expect(said({ msg: { reason: 1 } })).toBe('{"reason":1}');
    expect(said({})).toBeNull();
  });

  it('is bounded, and holds nothing that Postgres refuses', () => {
    expect(said({ msg: 'x'.repeat(MAX_MESSAGE * 2) })).toHaveLength(MAX_MESSAGE);
    expect(said({ msg: `${'x'.repeat(MAX_MESSAGE - 1)}\u{1F600}` })).toMatch(/x\uFFFD$/);
  });
});
