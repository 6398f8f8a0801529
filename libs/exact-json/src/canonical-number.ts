import type { ExactNumber } from './exact-number.js';

/** One text for all ways to write a number: as JavaScript writes it, where a double is that number. */
export function canonicalNumber({ text }: ExactNumber): string {
  const rounded = Number(text);
  const digits = digitsOf(text);
  return Number.isFinite(rounded) && digitsOf(String(rounded)) === digits ? String(rounded) : digits;
}

/** An exponent of more digits is compared as it is written. */
const LONGEST_EXPONENT = 15;

/** The digits from the first to the last that is not 0, and the power of ten that makes the number of them. */
function digitsOf(text: string): string {
  const [sign = '', whole = '', fraction = '', exponent = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text)?.slice(1) ?? [];
  if (exponent.length > LONGEST_EXPONENT) return text;
  const digits = whole + fraction;
  let [first, end] = [0, digits.length];
  while (digits[first] === '0') first += 1;
  if (first === end) return '0';
  while (digits[end - 1] === '0') end -= 1;
  return `${sign}${digits.slice(first, end)}e${Number(exponent) - fraction.length + digits.length - end}`;
}
