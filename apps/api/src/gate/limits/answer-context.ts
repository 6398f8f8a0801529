import { QueryRefusal } from '../../errors/query-refusal.js';
import { AnswerBudget } from './answer-budget.js';
import type { AnswerPlaces, LeavePlace } from './answer-places.js';

/** The GraphQL context: what belongs to one answer, and goes with it. Loaders keep what they found by it. */
export class AnswerContext {
  readonly budget = new AnswerBudget();
  /** Why the answer is not sent, however much of it was found. */
  refusal: QueryRefusal | null = null;
  private readonly taken: LeavePlace[] = [];
  private forBodies: Promise<void> | null = null;

  constructor(
    private readonly places: AnswerPlaces,
    private readonly asker: string,
  ) {}

  /** Waits for its place. Throws QueryRefusal when there is none in time. */
  async enter(cost: number): Promise<void> {
    this.taken.push(await this.places.enter(this.asker, cost));
  }

  /** Before bodies of the ledger are read for it; waits the first time only. Throws likewise, and refuses all of it. */
  enterForBodies(): Promise<void> {
    this.forBodies ??= this.placeForBodies();
    return this.forBodies;
  }

  /** Once it is made. */
  leave(): void {
    for (const leave of this.taken.splice(0)) leave();
  }

  private async placeForBodies(): Promise<void> {
    try {
      this.taken.push(await this.places.enterForBodies(this.asker));
    } catch (error) {
      if (error instanceof QueryRefusal) this.refusal = error;
      throw error;
    }
  }
}
