import { AnswerBudget } from './answer-budget.js';
import type { AnswerPlaces, LeavePlace } from './answer-places.js';

/** The GraphQL context: what belongs to one answer, and goes with it. Loaders keep what they found by it. */
export class AnswerContext {
  readonly budget = new AnswerBudget();
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

  /** Before bodies of the ledger are read for it; waits the first time only. Throws likewise. */
  enterForBodies(): Promise<void> {
    this.forBodies ??= this.places.enterForBodies(this.asker).then((leave) => void this.taken.push(leave));
    return this.forBodies;
  }

  /** Once it is made. */
  leave(): void {
    for (const leave of this.taken.splice(0)) leave();
  }
}
