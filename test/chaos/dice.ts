import { randomFrom } from '../support/random.js';

/** All that a trial leaves to chance, from its seed. */
export class Dice {
  readonly next: () => number;

  constructor(seed: number) {
    this.next = randomFrom(seed);
  }

  /** Of one's own, so that what others throw meanwhile does not change it. */
  another(): Dice {
    return new Dice(Math.floor(this.next() * 2 ** 31));
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** A whole number, both ends included. */
  from(lowest: number, highest: number): number {
    return lowest + Math.floor(this.next() * (highest - lowest + 1));
  }

  one<T>(all: readonly T[]): T {
    const found = all[Math.floor(this.next() * all.length)];
    if (found === undefined) throw new Error('Nothing to choose from');
    return found;
  }
}
