import { parseCookie, stringifySetCookie, type SerializeOptions } from 'cookie';
import type { FastifyReply, FastifyRequest, onRequestHookHandler } from 'fastify';
import type { OpenIdSettings } from '#config';
import type { SignInChecks } from '../open-id/open-id-provider.js';

/** The token of a session: no script of the page can read it. */
const SESSION = 'playledger_session';
/** The ID token, by which the provider knows its own session when it shall end. */
const ID_TOKEN = 'playledger_id_token';
/** What fits the answer of the provider, while somebody is there to sign in. */
const SIGN_IN = 'playledger_sign_in';
const SIGN_IN_SECONDS = 600;
/** What browsers keep of one cookie. */
const MAX_COOKIE_BYTES = 4_000;

/**
 * Set by our page with every request. No other site's page can set it without being let by us, and we let none: so a
 * cookie that comes without it may have been sent by somebody else's page, and counts for nothing.
 */
const PAGE_HEADER = 'x-playledger-page';

/** What a sign-in that is under way keeps in the browser. */
export interface SignInUnderWay extends SignInChecks {
  /** Where in the page to go on: what is behind the # of its address. */
  place: string;
}

/**
 * A Fastify hook, before the one that requires a token: the cookie of a session is replaced by the token it holds, so
 * that everything that holds for tokens holds for sessions.
 */
export function takeSession(cookies: SessionCookies): onRequestHookHandler {
  return (request, _reply, done) => {
    const token = request.headers.authorization === undefined ? cookies.tokenOf(request) : null;
    if (token !== null) request.headers.authorization = `Bearer ${token}`;
    done();
  };
}

/** The cookies of people who sign in, for the part of the host that we are. */
export class SessionCookies {
  private readonly options: SerializeOptions;
  private readonly prefix: string;

  constructor({ publicUrl }: Pick<OpenIdSettings, 'publicUrl'>) {
    const { pathname, protocol } = new URL(publicUrl);
    const secure = protocol === 'https:';
    // Lax: the way back from the provider comes from another site.
    this.options = { path: pathname, secure, httpOnly: true, sameSite: 'lax' };
    // By such a name browsers know that nobody else set it: neither a neighbour of the same domain, nor a page without
    // HTTPS. Without it somebody could be made to work in the session of another.
    this.prefix = secure ? (pathname === '/' ? '__Host-' : '__Secure-') : '';
  }

  /** The token of the session that a request of our page comes from; null for a request of anybody else. */
  tokenOf(request: FastifyRequest): string | null {
    return request.headers[PAGE_HEADER] === undefined ? null : this.get(request, SESSION);
  }

  /** The token of the session that this browser has, whoever made it send its cookies: to end it, and no more. */
  formerTokenOf(request: FastifyRequest): string | null {
    return this.get(request, SESSION);
  }

  idTokenOf(request: FastifyRequest): string | null {
    return this.get(request, ID_TOKEN);
  }

  /** What the browser kept when the sign-in began; null when it began elsewhere, or too long ago. */
  signInOf(request: FastifyRequest): SignInUnderWay | null {
    try {
      const kept = JSON.parse(this.get(request, SIGN_IN) ?? 'null') as Partial<SignInUnderWay> | null;
      const { state, nonce, verifier, place } = kept ?? {};
      const texts = [state, nonce, verifier, place];
      return texts.every((text) => typeof text === 'string') ? (kept as SignInUnderWay) : null;
    } catch {
      return null;
    }
  }

  begin(reply: FastifyReply, signIn: SignInUnderWay): void {
    this.set(reply, SIGN_IN, JSON.stringify(signIn), SIGN_IN_SECONDS);
  }

  /** The sign-in is over, whatever came of it. */
  endSignIn(reply: FastifyReply): void {
    this.set(reply, SIGN_IN, '', 0);
  }

  signIn(reply: FastifyReply, { token, idToken, seconds }: { token: string; idToken: string; seconds: number }): void {
    this.set(reply, SESSION, token, seconds);
    // Without it, the provider asks whether the person really wants to sign out.
    if (idToken.length <= MAX_COOKIE_BYTES) this.set(reply, ID_TOKEN, idToken, seconds);
  }

  signOut(reply: FastifyReply): void {
    this.set(reply, SESSION, '', 0);
    this.set(reply, ID_TOKEN, '', 0);
  }

  private set(reply: FastifyReply, name: string, value: string, maxAge: number): void {
    void reply.header('set-cookie', stringifySetCookie(`${this.prefix}${name}`, value, { ...this.options, maxAge }));
  }
  private get(request: FastifyRequest, name: string): string | null {
    return parseCookie(request.headers.cookie ?? '')[`${this.prefix}${name}`] ?? null;
  }
}
