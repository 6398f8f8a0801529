import type { InstalledCollection } from '../runs/installed-collection.type.js';
import type { ChangedCollection } from './run-comparison.type.js';

/** Collections that are not the same in both runs, by name. */
export function compareCollections(
  before: readonly InstalledCollection[],
  after: readonly InstalledCollection[],
): ChangedCollection[] {
  const [earlier, later] = [byName(before), byName(after)];
  return [...new Set([...earlier.keys(), ...later.keys()])]
    .sort()
    .map((name) => ({ name, before: earlier.get(name) ?? null, after: later.get(name) ?? null }))
    .filter((pair) => pair.before === null || pair.after === null || pair.before.version !== pair.after.version);
}

function byName(collections: readonly InstalledCollection[]): Map<string, InstalledCollection> {
  return new Map(collections.map((collection) => [collection.name, collection]));
}
