import { formsOfSecret, patternOf, REDACTABLE } from './forms-of-secret.js';

const remove = (text: string, secret: string) =>
  text.replaceAll(new RegExp(patternOf(formsOfSecret(secret)), 'g'), '#');
const json = (value: unknown) => JSON.stringify(value);

describe('the forms of a secret', () => {
  const secret = 'p"ä\\ß/+w.*rd';

  it.each([
    ['as it is', secret],
    ['in JSON', json(secret)],
    ['in JSON in JSON', json(json({ password: secret }))],
    ['in JSON in JSON in JSON', json(json(json([secret])))],
    ['as Python writes it', '"p\\"\\u00e4\\\\\\u00df/+w.*rd"'],
    ['in a URL', `https://u:${encodeURIComponent(secret)}@host/`],
    ['in base64', Buffer.from(secret).toString('base64')],
    ['in base64 of more, 1', Buffer.from(`a${secret}bcd`).toString('base64')],
    ['in base64 of more, 2', Buffer.from(`ab${secret}b`).toString('base64')],
    ['in base64url of more, 3', Buffer.from(`abc${secret}??`).toString('base64url')],
  ])('are found %s', (_where, text) => {
    expect(remove(text, secret)).toContain('#');
    expect(remove(text, secret)).not.toContain('w.*rd');
  });

  it('are found line by line', () => {
    const key = '-----BEGIN KEY-----\nMIIEvQIBADANBgkqhkiG9w0\nshort\nBAQEFAASCBKcwggSjAgEA\n-----END KEY-----\n';
    expect(remove(json({ stdout: key }), key)).toBe(json({ stdout: '#\n' }));
    expect(remove('line MIIEvQIBADANBgkqhkiG9w0 alone', key)).toBe('line # alone');
  });

  it('are not those of space, or of what is short without it', () => {
    expect(['          ', '   short   ', '1234567', ''].filter((secret) => REDACTABLE.test(secret))).toEqual([]);
    expect(['12345678', ' 12345678\n', 'a\n     b'].filter((secret) => !REDACTABLE.test(secret))).toEqual([]);
    expect(remove('x 12345678 y', ' 12345678\n')).toBe('x # y');
  });

  it('leave everything else', () => {
    expect(remove('p"a password, and some Text cGFzc3dvcmQ=', secret)).toBe('p"a password, and some Text cGFzc3dvcmQ=');
  });
});
