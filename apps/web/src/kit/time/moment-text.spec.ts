import { fromFieldText, toFieldText } from './moment-text.js';

describe('the text of a field for times', () => {
  it.each(['local', 'utc'] as const)('is the time to the minute, by the %s clock', (clock) => {
    const at = '2026-11-22T07:44:00.000Z';
    expect(fromFieldText(toFieldText(at, clock), clock)).toBe(at);
    expect(toFieldText('2026-11-22T07:44:59.999Z', 'utc')).toBe('2026-11-22T07:44');
  });

  it('is no time while it is being typed', () => {
    expect(fromFieldText('', 'utc')).toBeNull();
    expect(fromFieldText('2026-13-01T00:00', 'utc')).toBeNull();
  });
});
