import { ExactNumber } from './exact-number.js';
import { comparableJson, writeJson } from './write-json.js';

const VALUE = { a: [new ExactNumber('1.0'), 1, '1.0'], b: { c: new ExactNumber('1e400') } };

describe('writeJson', () => {
  it('writes what JSON.stringify writes, and exact numbers as they were read', () => {
    expect(writeJson(VALUE)).toBe('{"a":[1.0,1,"1.0"],"b":{"c":1e400}}');
    expect(writeJson(new ExactNumber('-0'))).toBe('-0');
    for (const value of ['1.0', null, [], { x: undefined }]) expect(writeJson(value)).toBe(JSON.stringify(value));
    expect(writeJson({ a: 1, b: [new ExactNumber('1.0')] }, 2)).toBe('{\n  "a": 1,\n  "b": [\n    1.0\n  ]\n}');
  });

  it('is not needed to keep the digits: whoever does not know of them writes the text, or the number', () => {
    expect(JSON.stringify(VALUE).replaceAll('"', '')).toBe('{a:[1.0,1,1.0],b:{c:1e400}}');
    expect(String(new ExactNumber('1.0'))).toBe('1.0');
  });

  it('ends what it began when a value cannot be written', () => {
    let deep: unknown = new ExactNumber('1.0');
    for (let level = 0; level < 100_000; level++) deep = [deep];
    expect(() => writeJson(deep)).toThrow(RangeError);
    expect(JSON.stringify(new ExactNumber('1.0')).replaceAll('"', '')).toBe('1.0');
  });
});

describe('comparableJson', () => {
  it('is the same for equal numbers, and for no others', () => {
    const json = (text: string) => comparableJson({ a: [new ExactNumber(text), 'b'] });
    expect(json('1.0')).toBe(comparableJson({ a: [1, 'b'] }));
    expect(json('1e400')).toBe(json('10.0e399'));
    expect(json('9007199254740993')).not.toBe(comparableJson({ a: [9007199254740992, 'b'] }));
    expect(json('9007199254740993')).not.toBe(comparableJson({ a: ['9007199254740993', 'b'] }));
    expect(comparableJson(new ExactNumber('1.50'))).toBe('1.5');
  });
});
