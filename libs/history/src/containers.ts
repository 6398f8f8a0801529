import { parseImage } from './image-reference.js';
import type { ContainerResult } from './run-facts.js';

/** A container as a deployment left it. */
export interface Container {
  /** null for an image that was only pulled. */
  name: string | null;
  /** The whole reference, as the module was given it. */
  image: string;
  tag: string | null;
  /** Started or restarted with this image, or found running with it. */
  confirmed: boolean;
}

const STARTING = new Set([
  'start_container',
  'restart_container',
  'recreate_container',
  'recreate_or_restart_container',
]);
const STOPPING = new Set(['stop_container', 'stop_and_remove_container', 'remove_container']);

/** The containers that the results of one service on one host leave behind, by name. `results` in their order. */
export function containersOf(results: readonly ContainerResult[]): Container[] {
  const containers = new Map<string, Container>();
  for (const { action, name, image, changed, failed } of results) {
    const key = name ?? image;
    if (key === null) continue;
    if (STOPPING.has(action)) {
      if (!failed) containers.delete(key);
      continue;
    }
    // A restart may leave out the image: then it is the one that was compared before.
    const reference = image ?? containers.get(key)?.image;
    if (reference === undefined) continue;
    const confirmed = !failed && (STARTING.has(action) || (action === 'compare_container' && !changed));
    containers.set(key, { name, image: reference, tag: parseImage(reference).tag, confirmed });
  }
  const all = [...containers.values()];
  const named = all.filter(({ name }) => name !== null);
  // Kolla pulls some images to look into them before it starts the container of that image.
  return (named.length > 0 ? named : all).sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

/**
 * What runs where a deployment broke off: the containers that ran before, and in the place of these what it had started,
 * or found running, until then.
 */
export function containersAfterBreak(before: readonly Container[], brokenOff: readonly Container[]): Container[] {
  const containers = new Map(before.map((container) => [keyOf(container), container]));
  for (const container of brokenOff) if (container.confirmed) containers.set(keyOf(container), container);
  return [...containers.values()].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

/** The tag of a service on a host: what all its containers share, else that of the container that bears its name. */
export function imageTagOf(service: string, containers: readonly Container[]): string | null {
  const tags = new Set(containers.map(({ tag }) => tag));
  if (tags.size === 1) return containers[0]?.tag ?? null;
  return containers.find(({ name }) => name === service)?.tag ?? null;
}

function keyOf({ name, image }: Container): string {
  return name ?? image;
}
