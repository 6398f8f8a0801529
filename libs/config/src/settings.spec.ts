import { readServerSettings, readSettings, SettingsError } from './settings.js';

describe('readSettings', () => {
  it('suits the embedded start when nothing is set', () => {
    expect(readSettings({})).toMatchObject({ host: '127.0.0.1', port: 3000, databaseUrl: null, redisUrl: null });
  });

  it('takes an empty value as unset', () => {
    expect(readSettings({ PORT: '', REDIS_URL: ' ' })).toMatchObject({ port: 3000, redisUrl: null });
  });

  it('reports every mistake together', () => {
    const read = () => readSettings({ PORT: 'http', REDIS_URL: 'localhost:6379', LOG_LEVEL: 'loud' });
    expect(read).toThrow(SettingsError);
    expect(read).toThrow(/PORT must be[^]*REDIS_URL must be[^]*LOG_LEVEL must be/);
  });

  it('takes proxies by address or network', () => {
    expect(readSettings({}).trustedProxies).toBe(false);
    expect(readSettings({ TRUSTED_PROXIES: '10.0.0.0/8, ::1' }).trustedProxies).toEqual(['10.0.0.0/8', '::1']);
    expect(() => readSettings({ TRUSTED_PROXIES: '10.0.0.0/33' })).toThrow(/TRUSTED_PROXIES must be/);
    expect(() => readSettings({ TRUSTED_PROXIES: 'proxy' })).toThrow(/TRUSTED_PROXIES must be/);
  });

  it('takes patterns of secrets, one a line, that find something', () => {
    expect(readSettings({ REDACT_PATTERNS: 'corp-[0-9]{8}\n\n key=\\w+ ' }).redactPatterns).toEqual([
      'corp-[0-9]{8}',
      'key=\\w+',
    ]);
    for (const [pattern, reason] of [
      ['(', 'missing closing'],
      ['a*', 'it matches the empty text'],
      ['(?<=key=)\\w+', 'RE2 has no lookahead, lookbehind or backreferences'],
      ['(a)\\1', 'RE2 has no lookahead, lookbehind or backreferences'],
    ]) {
      const read = () => readSettings({ REDACT_PATTERNS: `corp-1\n${pattern}` });
      expect(read).toThrow(`REDACT_PATTERNS must be regular expressions of RE2, one a line, not "${pattern}": `);
      expect(read).toThrow(reason);
    }
  });

  it('derives a default from the settings that it is made of', () => {
    expect(readSettings({ PLAYLEDGER_DATA_DIR: '/data' })).toMatchObject({
      sealKeyFile: '/data/seal-key.pem',
      sealMemoryFile: '/data/seal-memory.json',
      sealPublishFile: null,
    });
    expect(readSettings({ PLAYLEDGER_DATA_DIR: '/data', SEAL_KEY_FILE: '/seal/key.pem' })).toMatchObject({
      sealKeyFile: '/seal/key.pem',
      sealMemoryFile: '/seal/seal-memory.json',
    });
  });

  it('quotes no URL and no token, which may be secrets', () => {
    const env = { DATABASE_URL: 'mysql://playledger:hunter2@db', PLAYLEDGER_ADMIN_TOKEN: 'hunter2' };
    expect(() => readSettings(env)).toThrow(/^((?!hunter2)[^])*$/);
  });

  it('asks a server process for its database', () => {
    expect(() => readServerSettings({})).toThrow(/DATABASE_URL is not set/);
  });
});
