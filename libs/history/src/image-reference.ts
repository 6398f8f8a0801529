/** A reference to a container image, taken apart: `registry/kolla/release/2025.2/keystone:28.0.1.20260808`. */
export interface ImageReference {
  /** Registry and path, without tag and digest. */
  name: string;
  /** null when the reference has none. */
  tag: string | null;
  /** `sha256:...`; null when the reference has none. */
  digest: string | null;
}

/** Takes a reference apart; a port of the registry is no tag. */
export function parseImage(reference: string): ImageReference {
  const [tagged = '', digest = null] = reference.split('@');
  const colon = tagged.lastIndexOf(':');
  if (colon <= tagged.lastIndexOf('/')) return { name: tagged, tag: null, digest };
  return { name: tagged.slice(0, colon), tag: tagged.slice(colon + 1), digest };
}
