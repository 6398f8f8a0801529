import {
  createRemoteJWKSet,
  errors,
  jwtVerify,
  type JWTVerifyGetKey,
  type JWTVerifyOptions,
  type JWTVerifyResult,
} from 'jose';
import * as client from 'openid-client';
import type { OpenIdSettings } from '#config';
import type { Logger } from '#telemetry';
import type { Identity } from '../permissions/permissions.js';
import { identityOfClaims, type Claims } from './identity-of-claims.js';
import { isAccessToken } from './is-access-token.js';

/** Between the provider's clock and ours, in seconds. */
const CLOCK_TOLERANCE = 30;
const TIMEOUT_SECONDS = 10;
/** A token with an unknown key makes us ask for the provider's keys at most so often. */
const KEYS_COOLDOWN_MS = 5_000;
/** The provider did not tell its keys, in time or at all. */
const NO_KEYS = [errors.JWKSTimeout.code, errors.JOSEError.code];
/** Only signatures that a public key checks. */
const ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
];

/** What makes a token one that ends sessions. */
const LOGOUT_EVENT = 'http://schemas.openid.net/event/backchannel-logout';
/** Since a logout token was made, in seconds. */
const LOGOUT_MAX_AGE = 600;

/** What the browser keeps while somebody signs in: the answer must fit it. */
export interface SignInChecks {
  state: string;
  nonce: string;
  verifier: string;
}

export interface SignedIn {
  claims: Claims;
  idToken: string;
}

/** The provider has ended a session, or all of a person: at least one of the two is told. */
export interface ProviderLogout {
  issuer: string;
  subject: string | null;
  session: string | null;
  /** No other word of the provider has it. */
  id: string;
}

/** The provider cannot be asked now; what it said or did. */
export class ProviderUnavailableError extends Error {
  override name = 'ProviderUnavailableError';
}

/** The provider or somebody between it and us sent what does not fit, or the person said no. */
export class SignInFailedError extends Error {
  override name = 'SignInFailedError';
}

/** What was sent is no logout token for us. */
export class BadLogoutTokenError extends Error {
  override name = 'BadLogoutTokenError';
}

/** Asks an OpenID provider who somebody is: by the authorization code flow with PKCE, or by a token that it signed. */
export class OpenIdProvider {
  private found: Promise<client.Configuration> | null = null;
  private keys: JWTVerifyGetKey | null = null;

  constructor(
    private readonly settings: OpenIdSettings,
    private readonly logger: Logger,
  ) {}

  /** Where the browser goes to sign in, and what it must bring back. */
  async begin(): Promise<{ address: URL; checks: SignInChecks }> {
    const configuration = await this.configuration();
    const checks = {
      state: client.randomState(),
      nonce: client.randomNonce(),
      verifier: client.randomPKCECodeVerifier(),
    };
    const address = client.buildAuthorizationUrl(configuration, {
      redirect_uri: this.callback.href,
      scope: this.settings.scope,
      state: checks.state,
      nonce: checks.nonce,
      code_challenge: await client.calculatePKCECodeChallenge(checks.verifier),
      code_challenge_method: 'S256',
    });
    return { address, checks };
  }

  /** Who came back with these parameters. Fails with a SignInFailedError when they are not the answer to `checks`. */
  async finish(parameters: URLSearchParams, { state, nonce, verifier }: SignInChecks): Promise<SignedIn> {
    const configuration = await this.configuration();
    const address = this.callback;
    address.search = parameters.toString();
    try {
      const tokens = await client.authorizationCodeGrant(configuration, address, {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: verifier,
        idTokenExpected: true,
      });
      const [told, idToken] = [tokens.claims(), tokens.id_token ?? ''];
      await this.verify(idToken, this.settings.clientId);
      return { claims: { ...(await this.userInfo(configuration, tokens.access_token, told?.sub)), ...told }, idToken };
    } catch (error) {
      if (error instanceof ProviderUnavailableError || isUnreachable(error)) throw unavailable(error);
      throw new SignInFailedError(`The sign-in failed: ${sentenceOf(error)}`, { cause: error });
    }
  }

  /** Where the browser goes to end the session at the provider too; null when the provider has no such place. */
  async endSession(idToken: string | null): Promise<URL | null> {
    const configuration = await this.configuration();
    if (configuration.serverMetadata().end_session_endpoint === undefined) return null;
    return client.buildEndSessionUrl(configuration, {
      post_logout_redirect_uri: this.settings.publicUrl,
      ...(idToken !== null && { id_token_hint: idToken }),
    });
  }

  /**
   * Who sends this bearer token: null unless it is an access token that the provider signed for us, it is good now, and
   * its owner may do something here. Fails with a ProviderUnavailableError while the provider's keys are not known.
   */
  async identify(token: string): Promise<Identity | null> {
    // Ours have no dots, and so nobody's guesses reach the provider.
    if (!/^[\w-]+\.[\w-]+\.[\w-]+$/.test(token)) return null;
    try {
      const { protectedHeader, payload } = await this.verify(token, this.settings.audience);
      if (isAccessToken(protectedHeader, payload, this.settings)) return identityOfClaims(payload, this.settings);
      this.logger.warn(
        'A bearer token signed by the OpenID provider was rejected: it is not marked as an access token ' +
          '(typ at+jwt, or Bearer as Keycloak has it), and is not for an OIDC_AUDIENCE that is no client',
        { subject: payload.sub },
      );
      return null;
    } catch (error) {
      if (error instanceof errors.JOSEError && !NO_KEYS.includes(error.code)) return null;
      throw unavailable(error);
    }
  }

  /**
   * What a logout token says (OpenID Connect Back-Channel Logout 1.0). Fails with a BadLogoutTokenError when it is
   * none.
   */
  async readLogout(token: string): Promise<ProviderLogout> {
    try {
      const rules = { requiredClaims: ['exp', 'iat', 'jti', 'events'], maxTokenAge: LOGOUT_MAX_AGE };
      const { payload } = await this.verify(token, this.settings.clientId, rules);
      const { sub, sid, jti, events, nonce } = payload;
      const [subject, session, id] = [textOf(sub), textOf(sid), textOf(jti)];
      const event = (events as Record<string, unknown> | null)?.[LOGOUT_EVENT];
      // An ID token has a nonce, and this must not be one.
      if (typeof event !== 'object' || event === null || nonce !== undefined) throw new Error('it has the wrong type');
      if (id === null || (subject === null && session === null)) throw new Error('it does not say which session ended');
      return { issuer: this.settings.issuer, subject, session, id };
    } catch (error) {
      const isOurs = error instanceof errors.JOSEError && NO_KEYS.includes(error.code);
      if (error instanceof ProviderUnavailableError || isOurs || isUnreachable(error)) throw unavailable(error);
      throw new BadLogoutTokenError(`This is not a valid logout token: ${sentenceOf(error)}.`, { cause: error });
    }
  }

  private async verify(
    token: string,
    audience: string,
    rules: JWTVerifyOptions = { requiredClaims: ['exp', 'sub'] },
  ): Promise<JWTVerifyResult> {
    const metadata = (await this.configuration()).serverMetadata();
    if (metadata.jwks_uri === undefined) throw new ProviderUnavailableError('The provider does not publish its keys.');
    this.keys ??= createRemoteJWKSet(new URL(metadata.jwks_uri), {
      cooldownDuration: KEYS_COOLDOWN_MS,
      timeoutDuration: TIMEOUT_SECONDS * 1_000,
    });
    return jwtVerify(token, this.keys, {
      issuer: metadata.issuer,
      audience,
      algorithms: ALGORITHMS,
      clockTolerance: CLOCK_TOLERANCE,
      ...rules,
    });
  }

  /** Groups are often told there only; a provider without such a place has told all. */
  private async userInfo(configuration: client.Configuration, accessToken: string, subject = ''): Promise<Claims> {
    if (configuration.serverMetadata().userinfo_endpoint === undefined) return {};
    return client.fetchUserInfo(configuration, accessToken, subject);
  }

  /** The provider's own description, read when it is first needed: it may start after us. */
  private configuration(): Promise<client.Configuration> {
    this.found ??= this.discover().catch((error: unknown) => {
      this.found = null;
      throw unavailable(error);
    });
    return this.found;
  }

  private async discover(): Promise<client.Configuration> {
    const { issuer, clientId, clientSecret } = this.settings;
    const isInClear = new URL(issuer).protocol === 'http:';
    return client.discovery(
      new URL(issuer),
      clientId,
      { [client.clockTolerance]: CLOCK_TOLERANCE },
      clientSecret === null ? client.None() : client.ClientSecretBasic(clientSecret),
      // The settings take such an issuer on this machine only, and it is marked so that nobody does it elsewhere.
      // eslint-disable-next-line @typescript-eslint/no-deprecated
      { timeout: TIMEOUT_SECONDS, ...(isInClear && { execute: [client.allowInsecureRequests] }) },
    );
  }

  private get callback(): URL {
    return new URL('auth/callback', this.settings.publicUrl);
  }
}

function textOf(claim: unknown): string | null {
  return typeof claim === 'string' && claim !== '' ? claim : null;
}

/** Nothing answered, or not in time. */
function isUnreachable(error: unknown): boolean {
  return error instanceof TypeError || (error instanceof client.ClientError && error.code === 'OAUTH_TIMEOUT');
}

function unavailable(error: unknown): ProviderUnavailableError {
  if (error instanceof ProviderUnavailableError) return error;
  return new ProviderUnavailableError(`The OpenID provider cannot be reached: ${sentenceOf(error)}`, { cause: error });
}

function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
