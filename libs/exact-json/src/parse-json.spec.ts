import { ExactNumber } from './exact-number.js';
import { parseJson } from './parse-json.js';
import { writeJson } from './write-json.js';

const OTHERWISE = [
  ...['9007199254740993', '-9007199254740993', '12345678901234567890', '1e400', '-1E+400', '1e-400', '0.1e1'],
  ...['0.1234567890123456789', '123456789012345.67890', '1.0', '-1.50', '-0', '-0.0', '0.0000001', '1e5', '1E5'],
  ...['9'.repeat(100_000), `1.${'0'.repeat(100_000)}`],
];
const THE_SAME = [
  '0',
  '-1',
  '9007199254740991',
  '0.1',
  '1.5',
  '1795329409.4534214',
  '1e-7',
  '1e+21',
  '123456789012345',
];

describe('a number in JSON', () => {
  it.each(OTHERWISE)('that JavaScript would write otherwise is its text (%#)', (text) => {
    expect(JSON.stringify(JSON.parse(text))).not.toBe(text);
    for (const [before, after] of [
      ['', ''],
      ['[', ']'],
      ['{"a":', '}'],
      ['[1,', ',2]'],
      ['{ "a": ', ' }'],
      ['[\n', '\n]'],
    ]) {
      const json = `${before}${text}${after}`;
      const value = parseJson(json);
      expect(writeJson(value)).toBe(json.replaceAll(/\s/g, ''));
      expect(firstNumberOf(value)).toEqual(new ExactNumber(text));
    }
  });

  it.each(THE_SAME)('that JavaScript writes as it stands is a number: %s', (text) => {
    expect(parseJson(`{"a":[${text},1.0]}`)).toEqual({ a: [Number(text), new ExactNumber('1.0')] });
    expect(parseJson(text)).toBe(Number(text));
  });

  it('is told from digits in strings and names', () => {
    const json = String.raw`{"1.0":"1.0","a\"":",1.0,\\","b":[":12345678901234567890","\\\":1e400",1.0],"\\":-0,"":"\\"}`;
    expect(parseJson(json)).toEqual({
      ...(JSON.parse(json) as object),
      b: [':12345678901234567890', String.raw`\":1e400`, new ExactNumber('1.0')],
      '\\': new ExactNumber('-0'),
    });
    expect(writeJson(parseJson(json))).toBe(json);
  });

  it('stands where it stood: of a name that comes twice the last one counts, and __proto__ is a name', () => {
    expect(writeJson(parseJson('{"a":1.0,"b":2,"a":3.0,"__proto__":1e400,"c":{"__proto__":{"d":1.0}}}'))).toBe(
      '{"a":3.0,"b":2,"__proto__":1e400,"c":{"__proto__":{"d":1.0}}}',
    );
    for (const [text, value] of [
      ['{"a":[1.0,1.0],"a":[2]}', '{"a":[2]}'],
      ['{"a":{"x":1.0},"a":{"x":"s"}}', '{"a":{"x":"s"}}'],
      ['{"a":[1.0],"a":{"0":7,"b":2.0}}', '{"a":{"0":7,"b":2.0}}'],
      ['{"a":{"b":{"c":1.0}},"a":1.0,"d":{"e":{}},"f":2.0}', '{"a":1.0,"d":{"e":{}},"f":2.0}'],
      ['{"a":"s","a":1.0,"toString":1.0,"b":[[],{},[1.0]]}', '{"a":1.0,"toString":1.0,"b":[[],{},[1.0]]}'],
    ] as const) {
      expect(writeJson(parseJson(text))).toBe(value);
    }
  });

  it.each([
    '1.',
    '.10',
    '01.0',
    '[1.0.0]',
    '{1.0:1}',
    '{12345678901234567890:1}',
    '[1.0',
    '["1.0]',
    '1e',
    '--1.0',
    '1.0 2.0',
  ])('that is none is the error that it was: %s', (text) => {
    expect(messageOf(() => parseJson(text))).toBe(messageOf(() => JSON.parse(text)));
  });

  it('may stand as deep as a sender likes', () => {
    const depth = 300_000;
    let value = parseJson(`${'['.repeat(depth)}1.0${']'.repeat(depth)}`);
    while (Array.isArray(value)) value = value[0];
    expect(value).toEqual(new ExactNumber('1.0'));
  });

  it('may be millions of digits, or millions of numbers', () => {
    const digits = '9'.repeat(4_000_000);
    expect(writeJson(parseJson(`{"a":${digits}}`))).toBe(`{"a":${digits}}`);
    const many = `[${'1.0,'.repeat(300_000)}1.0]`;
    expect(writeJson(parseJson(many))).toBe(many);
  });
});

function firstNumberOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.find((item) => item instanceof ExactNumber);
  return value instanceof ExactNumber ? value : (value as { a: unknown }).a;
}

function messageOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    return String(error);
  }
  return 'no error';
}
