import { MAX_MESSAGE, messageOf } from './failure-message.js';

const said = (result: Record<string, unknown>) => messageOf({ result });

describe('messageOf', () => {
  it('says the message and what the command wrote', () => {
    expect(said({ msg: 'non-zero return code', rc: 1, stderr: 'no such file' })).toBe(
      'non-zero return code\nno such file',
    );
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
