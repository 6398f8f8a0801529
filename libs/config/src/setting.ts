/** One row of a table of settings. */
export interface Setting {
  /** The environment variable; an empty one counts as unset. */
  readonly variable: string;
  readonly kind: Kind<unknown, unknown>;
  /** What is read when the variable is not set; without it the value is the one of the kind, mostly null. */
  readonly default?: string | number | DerivedDefault;
  /** Not to be left out when the table is read. */
  readonly required?: true;
  /** The processes that read it; `npm start` is both in one. */
  readonly usedBy: readonly ('API' | 'worker')[];
  /** For the documentation, in Markdown. */
  readonly meaning: string;
  /** What holds when there is neither the variable nor a default, for the documentation. */
  readonly whenUnset?: string;
}

export type SettingsTable = Readonly<Record<string, Setting>>;

/** A default that is made of other variables of the same table. */
export interface DerivedDefault {
  readonly from: (textOf: (variable: string) => string) => string;
  /** As the documentation tells it. */
  readonly shown: string;
}

/** How a text becomes a value, and what that text may be. */
export interface Kind<T, Unset = null> {
  /** What the text may be, for the documentation. */
  readonly allowed: string;
  readonly parse: (text: string) => T | Refusal;
  readonly unset: Unset;
}

/** What is wrong with a text: sentences that follow the name of the variable. */
export class Refusal {
  readonly sentences: readonly string[];

  constructor(...sentences: string[]) {
    this.sentences = sentences;
  }
}

/** What a table of settings is read to. */
export type ValuesOf<Table extends SettingsTable> = { [Name in keyof Table]: ValueOf<Table[Name]> };

type ValueOf<Row extends Setting> =
  Row['kind'] extends Kind<infer T, infer Unset>
    ? Row extends { default: unknown } | { required: true }
      ? T
      : T | Unset
    : never;
