import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readServerSettings } from './server-settings.js';

describe('readServerSettings', () => {
  const directory = mkdtempSync(join(tmpdir(), 'playledger-cli-'));
  const file = join(directory, 'token');
  const empty = join(directory, 'empty');
  writeFileSync(file, 'of-the-file\n');
  writeFileSync(empty, '\n');
  afterAll(() => rmSync(directory, { recursive: true }));

  it('takes options before the environment, and drops the slash at the end', () => {
    const env = { PLAYLEDGER_URL: 'http://env:1', PLAYLEDGER_TOKEN: 'of-the-environment' };
    expect(readServerSettings({}, env)).toEqual({ url: 'http://env:1', token: 'of-the-environment' });
    expect(readServerSettings({ url: 'https://given/', tokenFile: file }, env)).toEqual({
      url: 'https://given',
      token: 'of-the-file',
    });
  });

  it('reads the file that the environment names, and takes what is empty for unset', () => {
    const env = { PLAYLEDGER_URL: '', PLAYLEDGER_TOKEN: '', PLAYLEDGER_TOKEN_FILE: file };
    expect(readServerSettings({}, env)).toEqual({ url: 'http://127.0.0.1:3000', token: 'of-the-file' });
  });

  it.each([
    [{ url: 'ledger:3000', token: 't' }, '"ledger:3000" is not the URL of a server. Use http://HOST:PORT.'],
    [{ url: 'nonsense', token: 't' }, '"nonsense" is not the URL of a server. Use http://HOST:PORT.'],
    [{}, 'No token. Set PLAYLEDGER_TOKEN_FILE or PLAYLEDGER_TOKEN, or use --token-file.'],
    [{ tokenFile: join(directory, 'missing') }, 'The token cannot be read: ENOENT'],
    [{ tokenFile: empty }, `${empty} contains no token.`],
  ])('refuses %j', (options, message) => {
    expect(() => readServerSettings(options, {})).toThrow(message);
  });
});
