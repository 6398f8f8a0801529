/** Why nothing is sealed. */
export type SealingFault = 'seal_missing' | 'foreign_seal' | 'no_memory' | 'unreadable_memory' | 'no_key' | 'other_key';

/** Thrown where the worker must not sign: what is wrong, and what to do. Somebody has to look. */
export class SealingRefused extends Error {
  constructor(
    readonly fault: SealingFault,
    message: string,
  ) {
    super(message);
    this.name = 'SealingRefused';
  }
}
