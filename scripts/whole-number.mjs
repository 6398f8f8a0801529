import { Failure } from './step.mjs';

/** The value of an option that counts something, as it goes into an environment; else a sentence about it. */
export function wholeNumber(name, text) {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) throw new Failure(`--${name} is a whole number from 1.`);
  return String(number);
}
