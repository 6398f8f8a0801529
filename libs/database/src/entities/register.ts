/**
 * What the rows of a table are:
 * - `ledger`: what was sent. Nothing makes it again.
 * - `proof`: what the ledger's key has signed: seals, redactions, what retention dropped.
 * - `folded`: of one run, made of its events one by one.
 * - `derived`: of one run, made of the run as a whole.
 * - `shared`: follows from the rows of several runs, or is what they have in common.
 * - `private`: what people, tokens and the product itself do here. Nothing makes it again.
 */
export type Holds = 'ledger' | 'proof' | 'folded' | 'derived' | 'shared' | 'private';

/**
 * How those see it who may see a part of the runs (scoped-views.ts):
 * - `run`: the rows of these runs.
 * - `view`: what a SELECT of its own there says.
 * - `none`: it has no view. What asks for it is for those without a scope, or knows a key that stands in a row that has
 *   a view.
 */
export type TableScope = 'run' | 'view' | 'none';

/** What a table is to all that goes over tables. */
export interface TableTraits {
  holds: Holds;
  scope: TableScope;
  /** Whether a rebuild drops the run's rows before it folds the ledger again. */
  rebuild: 'clear' | 'keep';
  /** Whether a redaction replaces what is found in its columns of text. */
  redact: 'texts' | 'nothing';
  /** By month, that is, by run id. Retention drops the rows of these tables, and of no other. */
  partitioned: boolean;
  /** The column that says of which run a row is; null: rows are not of one run. */
  runColumn: string | null;
}

const OF_A_RUN = { scope: 'run', rebuild: 'clear', redact: 'texts', partitioned: false, runColumn: 'run_id' } as const;
const OF_NO_RUN = { rebuild: 'keep', redact: 'texts', partitioned: false, runColumn: null } as const;

const TRAITS: Record<Holds, Omit<TableTraits, 'holds'>> = {
  ledger: { ...OF_A_RUN, rebuild: 'keep' },
  proof: { ...OF_NO_RUN, scope: 'none' },
  folded: OF_A_RUN,
  derived: OF_A_RUN,
  shared: { ...OF_NO_RUN, scope: 'view' },
  private: { ...OF_NO_RUN, scope: 'none' },
};

/** What a table holds, and in what it differs from others that hold the same; why, is said beside it. */
export type Registration = { redact?: 'nothing'; partitioned?: true } & (
  | { holds: 'ledger' | 'proof' }
  | { holds: 'folded' | 'derived'; scope?: 'view'; rebuild?: 'keep'; runColumn?: string }
  | { holds: 'shared'; scope?: 'none' }
  | { holds: 'private'; scope?: 'view' }
);

const registrations = new Map<object, Registration>();

/** Stands under `@Entity`. */
export function Register(registration: Registration): ClassDecorator {
  return (entity) => {
    registrations.set(entity, registration);
  };
}

/** null: nobody has said what the table of this entity is. */
export function registeredTraits(entity: object): TableTraits | null {
  const registration = registrations.get(entity);
  return registration === undefined ? null : traitsOf(registration);
}

export function traitsOf(registration: Registration): TableTraits {
  return { ...TRAITS[registration.holds], ...registration };
}
