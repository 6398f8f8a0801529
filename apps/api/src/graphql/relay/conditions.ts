/** The conditions of a statement. Values only ever become parameters, after those that it has already. */
export class Conditions {
  private readonly texts: string[] = [];

  /** Several conditions, of different tables, may have their parameters in one statement. */
  constructor(private readonly values: unknown[]) {}

  /** Adds a condition; each `?` in it stands for the next of `values`. */
  where(condition: string, ...values: unknown[]): this {
    const parameters = values.map((value) => `$${this.values.push(value)}`);
    this.texts.push(condition.replaceAll('?', () => parameters.shift() ?? '?'));
    return this;
  }

  /** As `where`, when there is a value. */
  whereGiven(condition: string, value: unknown): this {
    return value === undefined || value === null ? this : this.where(condition, value);
  }

  get all(): readonly string[] {
    return this.texts;
  }
}
