import { Inject, Injectable } from '@nestjs/common';
import { AuditLog } from '../audit/audit-log.js';
import { OpenIdProvider } from '../open-id/open-id-provider.js';
import type { Identity } from '../permissions/permissions.js';
import { AccessTokens } from '../tokens/access-tokens.js';
import { SignInLimits } from './sign-in-limits.js';

/** The result of checking a token. */
export interface Authentication {
  /** null: the token is not valid, or its sender is locked out. */
  identity: Identity | null;
  /** Seconds for which the sender is locked out; 0: not locked out. */
  lockedFor: number;
}

/** Checks every token, from a header or a cookie. Senders who guess are locked out. */
@Injectable()
export class Authenticator {
  constructor(
    private readonly tokens: AccessTokens,
    private readonly limits: SignInLimits,
    private readonly audit: AuditLog,
    @Inject(OpenIdProvider) private readonly openId: OpenIdProvider | null,
  ) {}

  async authenticate(token: string, address: string): Promise<Authentication> {
    const wasGood = this.tokens.wasGood(token);
    const lockedBefore = wasGood ? 0 : await this.limits.lockedOutFor(address);
    if (lockedBefore > 0) return { identity: null, lockedFor: lockedBefore };
    const identity = (await this.tokens.identify(token)) ?? (await this.openId?.identify(token)) ?? null;
    if (identity === null) await this.failed(address);
    // Of guesses that came all at once, those behind the last one that may be wrong learn nothing either.
    const lockedFor = wasGood ? 0 : await this.limits.lockedOutFor(address);
    if (lockedFor === 0) return { identity, lockedFor };
    // Or it would be let in when it asks again, and the lock-out be no more than a detour.
    if (identity?.tokenId != null) this.tokens.forget(identity.tokenId);
    return { identity: null, lockedFor };
  }

  /** Counts an invalid token from this address; too many lock it out. */
  async failed(address: string): Promise<void> {
    const { locks, isNotable } = await this.limits.failed(address);
    if (!isNotable) return;
    this.audit.note({ action: locks ? 'sign_in.locked_out' : 'sign_in.failed', actor: 'unknown', address });
  }
}
