import { ExactNumber } from '#exact-json';

/** Digits of a number that a jsonb column has as a number: Postgres writes out the zeros of an exponent. */
const MAX_DIGITS = 1_000;

/** The number as jsonb writes it, without an exponent; of one with more digits its text. */
export function storableNumber(number: ExactNumber): ExactNumber | string {
  const [sign = '', whole = '', fraction = '', exponent = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(number.text)?.slice(1) ?? [];
  const shift = Number(exponent);
  const places = Math.max(0, fraction.length - shift);
  if (Math.max(1, whole.length + shift) + places > MAX_DIGITS) return number.text;
  if (shift === 0) return number;
  const digits = (whole + fraction).padStart(places + 1, '0').padEnd(whole.length + shift, '0');
  const end = digits.length - places;
  const point = places === 0 ? '' : `.${digits.slice(end)}`;
  return new ExactNumber(`${sign}${digits.slice(0, end).replace(/^0+(?=\d)/, '')}${point}`);
}
