import { LinearPattern } from './linear-pattern.js';
import { redactBytes } from './redact-bytes.js';
import { SECRET_PATTERNS } from './secret-patterns.js';

const redact = (value: unknown) => {
  const { redacted, found } = redactBytes(Buffer.from(JSON.stringify(value)), SECRET_PATTERNS);
  return { value: JSON.parse(redacted.toString()) as unknown, found };
};
const GONE = '<redacted by playledger>';
const PEM = '-----BEGIN RSA PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0\n-----END RSA PRIVATE KEY-----';

describe('secrets that tell by their looks', () => {
  it.each([
    [PEM, GONE],
    [`a ${PEM}\n${PEM} b`, `a ${GONE}\n${GONE} b`],
    [`a ${PEM.slice(0, 50)}${PEM} b`, `a ${GONE}${GONE} b`],
    [JSON.stringify({ key: PEM }), JSON.stringify({ key: GONE })],
    [`token pl_${'a1-_'.repeat(8)}.`, `token ${GONE}.`],
    ['AKIAIOSFODNN7EXAMPLE', GONE],
    [`ghp_${'a'.repeat(36)}`, GONE],
    ['glpat-abcdefghij0123456789', GONE],
    ['mysql+pymysql://nova:s3cret@10.0.0.1/nova?ä', `mysql+pymysql://nova:${GONE}@10.0.0.1/nova?ä`],
  ])('are redacted: %j', (text, expected) => {
    expect(redact({ stdout: text, other: 'stays ä' }).value).toEqual({ stdout: expected, other: 'stays ä' });
  });

  it.each([
    'https://registry.example.org:5000/kolla/keystone@sha256:abc',
    'http://[::1]:8080/a@b',
    `https://user:${GONE}@host/`,
    '-----BEGIN CERTIFICATE-----\nMIIEvQ\n-----END CERTIFICATE-----',
    'pl_tasks and pl_01a20215-d49b-704a-951e-486109a19458-more',
    'rabbit@ctl-001: amqp://host:5672',
  ])('and what is none is left: %s', (text) => {
    expect(redact({ text })).toEqual({ value: { text }, found: 0 });
  });
});

describe('patterns that are told', () => {
  const redact = (text: string, pattern: string) =>
    redactBytes(Buffer.from(text), [new LinearPattern(pattern)]).redacted.toString();

  it('take away all that they match, groups or not, but for what is named to be kept', () => {
    expect(redact('a corp-1 b acme-22 c', '(corp|acme)-[0-9]+')).toBe(`a ${GONE} b ${GONE} c`);
    expect(redact('key=s3cret;', '(?<kept>key=)[^;]+')).toBe(`key=${GONE};`);
    expect(redact('Schlüssel: übel', 'ü[a-z]el')).toBe(`Schlüssel: ${GONE}`);
    expect(redact('a=1 b', '(?<kept>a=)?[0-9]|b')).toBe(`a=${GONE} ${GONE}`);
    expect(redact('a b', '\\b')).toBe('a b');
  });
});
