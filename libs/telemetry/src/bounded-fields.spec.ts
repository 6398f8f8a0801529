import { boundedFields, MAX_LINE } from './bounded-fields.js';

describe('the fields of a line', () => {
  it('stay as they are when they are short and plain', () => {
    const fields = {
      runId: 'r',
      seq: 3,
      isLate: true,
      left: null,
      at: new Date(0),
      parts: ['a', { b: 1 }],
      none: undefined,
    };
    const { none: _none, ...told } = { ...fields, at: '1970-01-01T00:00:00.000Z' };
    expect(boundedFields(fields)).toEqual(told);
  });

  it('tell the kind of what is no plain data', () => {
    const about = {
      bytes: Buffer.from('S3cret'),
      map: new Map([['a', 'S3cret']]),
      of: new URL('http://a:S3cret@b/'),
      f: () => 1,
    };
    expect(boundedFields(about)).toEqual({ bytes: '<6 bytes>', map: '<Map>', of: '<URL>', f: '<function>' });
  });

  it('tell of an error what may be told, wherever it stands', () => {
    const error = Object.assign(new Error('no'), { code: 'E1', parameters: ['S3cret'] });
    const told = JSON.stringify(boundedFields({ err: error, deep: { list: [error] } }));
    expect(told).not.toContain('S3cret');
    expect(told.match(/"code":"E1"/g)).toHaveLength(2);
  });

  it.each<[string, unknown]>([
    ['a long text', 'x'.repeat(1_000_000)],
    ['signs that JSON escapes', '\0'.repeat(1_000_000)],
    ['many long texts', Array.from({ length: 1_000 }, () => 'x'.repeat(10_000))],
    ['many escaped texts', Array.from({ length: 1_000 }, () => '"\0'.repeat(10_000))],
    ['many fields', Object.fromEntries(Array.from({ length: 10_000 }, (_, at) => [`name-${at}`, at]))],
    ['long names', Object.fromEntries(Array.from({ length: 20 }, (_, at) => [`${at}${'n'.repeat(9_999)}`, at]))],
    ['many numbers', Array.from({ length: 20 }, () => Array.from({ length: 1_000 }, () => Math.PI))],
    ['many errors', Array.from({ length: 100 }, () => new AggregateError([new Error('a'), new Error('b')], 'c'))],
    ['a deep object', Array.from({ length: 1_000 }).reduce<object>((inner) => ({ inner }), {})],
  ])('are bounded: %s', (_name, value) => {
    const fields = { first: value, second: value, third: value };
    expect(JSON.stringify(boundedFields(fields)).length).toBeLessThan(1.25 * MAX_LINE);
  });

  it('are cut and say so', () => {
    expect(boundedFields({ text: 'x'.repeat(1_500) })).toEqual({ text: `${'x'.repeat(1_000)}… (500 more)` });
  });
});
