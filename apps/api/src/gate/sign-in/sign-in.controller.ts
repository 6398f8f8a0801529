import { Body, Controller, Get, HttpCode, Inject, NotFoundException, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ServerSettings } from '#config';
import { Logger } from '#telemetry';
import { SETTINGS } from '../../injection-tokens/settings.token.js';
import { Authenticator, type Authentication } from '../admission/authenticator.js';
import { SignInLimits } from '../admission/sign-in-limits.js';
import { AuditLog } from '../audit/audit-log.js';
import { identityOfClaims, nameIn } from '../open-id/identity-of-claims.js';
import {
  BadLogoutTokenError,
  OpenIdProvider,
  ProviderUnavailableError,
  SignInFailedError,
} from '../open-id/open-id-provider.js';
import { SessionCookies } from './session-cookie.js';
import { Sessions } from './sessions.js';

/** Of the page: what is behind the # of its address. */
const PLACE = /^\/[\x21-\x7e]{0,2000}$/;

/** Who has no session. */
const NOBODY: Authentication = { identity: null, lockedFor: 0 };

/** Why somebody comes back from the provider without a session; the page has a sentence for each. */
type SignInTrouble = 'expired' | 'no_role' | 'failed' | 'unavailable' | 'too_many';

/** People sign in by the OpenID provider of `OIDC_ISSUER` here: the browser comes by, and leaves with cookies. */
@Controller('auth')
export class SignInController {
  constructor(
    @Inject(SETTINGS) private readonly settings: ServerSettings,
    @Inject(OpenIdProvider) private readonly provider: OpenIdProvider | null,
    @Inject(SessionCookies) private readonly cookies: SessionCookies | null,
    private readonly sessions: Sessions,
    private readonly authenticator: Authenticator,
    private readonly limits: SignInLimits,
    private readonly audit: AuditLog,
    private readonly logger: Logger,
  ) {}

  /** For the page: how one signs in here, and whether this browser already has. */
  @Get()
  async ways(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<{ openId: boolean; signedInAs: string | null }> {
    const token = this.cookies?.tokenOf(request) ?? null;
    const { identity, lockedFor } = token === null ? NOBODY : await this.authenticator.authenticate(token, request.ip);
    // One that has ended is not sent again: it would count as a guess each time.
    if (token !== null && identity === null && lockedFor === 0) this.cookies?.signOut(reply);
    return { openId: this.provider !== null, signedInAs: identity?.name ?? null };
  }

  @Get('sign-in')
  async begin(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Query('place') place: unknown,
  ): Promise<void> {
    const { provider, cookies } = this.parts();
    if ((await this.limits.waitOfSignIn(request.ip)) > 0) return this.goBack(reply, 'too_many');
    try {
      const { address, checks } = await provider.begin();
      cookies.begin(reply, { ...checks, place: typeof place === 'string' && PLACE.test(place) ? place : '/' });
      await reply.redirect(address.href, 302);
    } catch (error) {
      await this.goBack(reply, this.troubleOf(error));
    }
  }

  @Get('callback')
  async finish(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { provider, cookies, openId } = this.parts();
    const signIn = cookies.signInOf(request);
    cookies.endSignIn(reply);
    if (signIn === null) return this.goBack(reply, 'expired');
    if ((await this.limits.waitOfSignIn(request.ip)) > 0) return this.goBack(reply, 'too_many');
    try {
      const { searchParams } = new URL(request.url, openId.publicUrl);
      const { claims, idToken } = await provider.finish(searchParams, signIn);
      const subject = `${openId.issuer} ${String(claims.sub)}`;
      const identity = identityOfClaims(claims, openId);
      if (identity === null) {
        const actor = nameIn(claims);
        await this.audit.write({ action: 'sign_in.refused', actor, address: request.ip, subject });
        return await this.goBack(reply, 'no_role');
      }
      const seconds = openId.sessionHours * 3_600;
      const providerSession = typeof claims.sid === 'string' ? claims.sid : null;
      const session = { subject, providerSession, address: request.ip, seconds };
      const token = await this.sessions.begin(identity, session, cookies.formerTokenOf(request));
      cookies.signIn(reply, { token, idToken, seconds });
      await reply.redirect(`${openId.publicUrl}#${signIn.place}`, 302);
    } catch (error) {
      const trouble = this.troubleOf(error);
      if (trouble === 'failed' && (await this.limits.isToBeNoted('sign-in'))) {
        this.audit.note({ action: 'sign_in.failed', actor: 'unknown', address: request.ip });
      }
      await this.goBack(reply, trouble);
    }
  }

  /** Ends the session here; answers where the page goes to end it at the provider too. */
  @Post('sign-out')
  @HttpCode(200)
  async end(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<{ address: string }> {
    const { provider, cookies, openId } = this.parts();
    const token = cookies.tokenOf(request);
    // Somebody else's page sends no token: nobody is signed out by it.
    if (token === null) return { address: openId.publicUrl };
    await this.sessions.end(token, request.ip);
    cookies.signOut(reply);
    const address = await provider.endSession(cookies.idTokenOf(request)).catch((error: unknown) => {
      this.logger.warn('The session at the OpenID provider may still be active', { err: error });
      return null;
    });
    return { address: address?.href ?? openId.publicUrl };
  }

  /** The provider tells that a session has ended there. What is wrong is answered as its specification says. */
  @Post('back-channel-logout')
  @HttpCode(200)
  async endByProvider(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Body() body: unknown,
  ): Promise<{ error: string; error_description: string } | ''> {
    const { provider } = this.parts();
    const token = (body as { logout_token?: unknown } | null | undefined)?.logout_token;
    try {
      const logout = await provider.readLogout(typeof token === 'string' ? token : '');
      if (await this.sessions.endByProvider(logout, request.ip)) return '';
      throw new BadLogoutTokenError('This logout token was used before.');
    } catch (error) {
      const isBad = error instanceof BadLogoutTokenError;
      if (!isBad && !(error instanceof ProviderUnavailableError)) throw error;
      if (!isBad) this.logger.error('The OpenID provider could not be reached', { err: error });
      else if (await this.limits.isToBeNoted('logout')) this.logger.warn('A logout was rejected', { err: error });
      void reply.status(isBad ? 400 : 503);
      return { error: isBad ? 'invalid_request' : 'temporarily_unavailable', error_description: error.message };
    }
  }

  private parts() {
    const { provider, cookies } = this;
    const { openId } = this.settings;
    if (provider === null || cookies === null || openId === null) {
      throw new NotFoundException('Sign-in with an OpenID provider is not configured: OIDC_ISSUER is not set.');
    }
    return { provider, cookies, openId };
  }

  private async goBack(reply: FastifyReply, trouble: SignInTrouble): Promise<void> {
    const address = new URL(this.parts().openId.publicUrl);
    address.searchParams.set('refused', trouble);
    await reply.redirect(address.href, 302);
  }

  private troubleOf(error: unknown): SignInTrouble {
    if (error instanceof SignInFailedError) {
      this.logger.warn('A sign-in failed', { err: error });
      return 'failed';
    }
    if (!(error instanceof ProviderUnavailableError)) throw error;
    this.logger.error('The OpenID provider could not be reached', { err: error });
    return 'unavailable';
  }
}
