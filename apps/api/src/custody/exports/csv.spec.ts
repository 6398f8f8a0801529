import { csvLine } from './csv.js';

describe('csvLine', () => {
  it('quotes what RFC 4180 wants quoted, and nothing else', () => {
    expect(csvLine(['plain', 'with "quotes"', 'a,b', 'two\nlines', 'back\rspace', ' spaced '])).toBe(
      'plain,"with ""quotes""","a,b","two\nlines","back\rspace", spaced \r\n',
    );
  });

  it('writes what is no text', () => {
    expect(csvLine([null, undefined, '', 1.5, -2, true, new Date(0), ['a', 'b']])).toBe(
      ',,,1.5,-2,true,1970-01-01T00:00:00.000Z,a b\r\n',
    );
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '  =1', '--- a/file', '\n=1', '\uff1d1', '\uff201'])(
    'disarms %j',
    (text) => {
      expect(
        csvLine([text])
          .replace(/^"/, '')
          .startsWith(`'${text.slice(0, 1)}`),
      ).toBe(true);
    },
  );

  it('disarms a formula in a list', () => {
    expect(csvLine([['=1', 'b']])).toBe("'=1 b\r\n");
  });

  it.each(['a=1', '2026-11-22', 'C:\\x', '', '\u00e4'])('leaves %j as it is', (text) => {
    expect(csvLine([text])).toBe(`${text}\r\n`);
  });
});
