import { BadInputError } from '../../errors/bad-input.error.js';
import { runIdFrom } from './global-id.js';

/** The uuid of the run that an argument names, by its id or uuid; null when the argument is not given. */
export function runArgument(id: string | null | undefined, argument = 'filter.run'): string | null {
  if (id == null) return null;
  const uuid = runIdFrom(id);
  if (uuid === null) throw new BadInputError(`"${argument}" is not the id of a run.`);
  return uuid;
}
