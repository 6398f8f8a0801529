import type { EXIT_CODES } from './exit-codes.js';

/** A reason to end without an answer, in a sentence its reader can act on. */
export class CommandError extends Error {
  constructor(
    readonly reason: Exclude<keyof typeof EXIT_CODES, 'answered'>,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
