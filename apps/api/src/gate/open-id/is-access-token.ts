import type { JWTHeaderParameters } from 'jose';
import type { OpenIdSettings } from '#config';
import type { Claims } from './identity-of-claims.js';

/** RFC 9068, in a header. */
const ACCESS_TOKEN_TYPES = ['at+jwt', 'application/at+jwt'];
/** Of a token that belongs to a sign-in, or tells of an event: no access token has them. */
const CLAIMS_OF_OTHERS = ['at_hash', 'c_hash', 's_hash', 'events'];

/**
 * Whether what the provider signed is a key to something, and not what it tells a client: who signed in, for example.
 * Both have the same signature and may be for the same audience, and an ID token need not say what it is. So a token
 * must say that it is an access token, or be for an audience at which there can be no ID token.
 * See docs/decisions/0035-only-access-tokens-open-anything.md.
 */
export function isAccessToken(
  { typ }: JWTHeaderParameters,
  claims: Claims,
  settings: Pick<OpenIdSettings, 'audience' | 'clientId'>,
): boolean {
  if (CLAIMS_OF_OTHERS.some((name) => claims[name] !== undefined)) return false;
  const headerType = typ?.toLowerCase();
  const isMarked = headerType !== undefined && ACCESS_TOKEN_TYPES.includes(headerType);
  // Keycloak says here what it is: Bearer, ID, Refresh, ...
  if (claims.typ !== undefined) return claims.typ === 'Bearer' && (isMarked || isPlain(headerType));
  return isMarked || (isPlain(headerType) && isForApiOnly(claims, settings));
}

function isPlain(headerType: string | undefined): boolean {
  return headerType === undefined || headerType === 'jwt';
}

/** An ID token is for the client that it was given to, and often has the nonce of the sign-in. */
function isForApiOnly(
  { aud, azp, nonce }: Claims,
  { audience, clientId }: Pick<OpenIdSettings, 'audience' | 'clientId'>,
): boolean {
  const audiences = [aud].flat();
  return (
    audience !== clientId && !audiences.includes(clientId) && !audiences.includes(azp ?? null) && nonce === undefined
  );
}
