import type { OpenIdSettings } from '#config';
import type { Identity } from '../permissions/permissions.js';

/** What a provider tells of a person, in an ID token, an access token or at its userinfo endpoint. */
export type Claims = Readonly<Record<string, unknown>>;

/** Who the claims are of, and what he may do here; null when no rule of `OIDC_ROLES` is for one of his groups. */
export function identityOfClaims(
  claims: Claims,
  { rolesClaim, roles }: Pick<OpenIdSettings, 'rolesClaim' | 'roles'>,
): Identity | null {
  const groups = textsIn(claimAt(claims, rolesClaim));
  const rule = roles.find(({ group }) => groups.includes(group));
  if (rule === undefined) return null;
  const { role, environments, labels } = rule;
  return { tokenId: null, name: nameIn(claims), role, environments, labels };
}

/** As people know him; it may change, and another person may get it, so the record of a session has the subject too. */
export function nameIn({ preferred_username: name, email, sub }: Claims): string {
  const [told = 'unknown'] = [name, email, sub].filter((each) => typeof each === 'string' && each.trim() !== '');
  // One line that a log can show.
  return String(told).replace(/\p{C}/gu, ' ').slice(0, 100);
}

/** The claim of exactly this name, which may have dots, or the one on this path, such as `realm_access.roles`. */
function claimAt(claims: Claims, path: string): unknown {
  if (Object.hasOwn(claims, path)) return claims[path];
  return path.split('.').reduce<unknown>((value, name) => {
    const isThere = typeof value === 'object' && value !== null && Object.hasOwn(value, name);
    return isThere ? (value as Record<string, unknown>)[name] : undefined;
  }, claims);
}

function textsIn(claim: unknown): string[] {
  if (typeof claim === 'string') return [claim];
  return Array.isArray(claim) ? claim.filter((each): each is string => typeof each === 'string') : [];
}
