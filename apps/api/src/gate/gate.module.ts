import { Global, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import type { ServerSettings } from '#config';
import { Logger } from '#telemetry';
import { SETTINGS } from '../injection-tokens/settings.token.js';
import { Authenticator } from './admission/authenticator.js';
import { LimitStore } from './admission/limit-store.js';
import { SignInLimits } from './admission/sign-in-limits.js';
import { AuditLog } from './audit/audit-log.js';
import { OpenIdProvider } from './open-id/open-id-provider.js';
import { AccessGuard } from './permissions/access-guard.js';
import { ConnectionBulkhead } from './scopes/connection-bulkhead.js';
import { ScopedDatabase } from './scopes/scoped-database.js';
import { SessionCookies } from './sign-in/session-cookie.js';
import { Sessions } from './sign-in/sessions.js';
import { SignInController } from './sign-in/sign-in.controller.js';
import { AccessTokens } from './tokens/access-tokens.js';

/** Who asks, what they may, and how much of it at once. Every feature stands behind it. */
@Global()
@Module({
  controllers: [SignInController],
  providers: [
    { provide: APP_GUARD, useClass: AccessGuard },
    {
      provide: SignInLimits,
      inject: [LimitStore, SETTINGS],
      useFactory: (limits: LimitStore, { requestsPerMinute }: ServerSettings) =>
        new SignInLimits(limits, requestsPerMinute),
    },
    {
      provide: OpenIdProvider,
      inject: [SETTINGS, Logger],
      useFactory: ({ openId }: ServerSettings, logger: Logger) =>
        openId === null ? null : new OpenIdProvider(openId, logger),
    },
    {
      provide: SessionCookies,
      inject: [SETTINGS],
      useFactory: ({ openId }: ServerSettings) => (openId === null ? null : new SessionCookies(openId)),
    },
    AccessTokens,
    AuditLog,
    ConnectionBulkhead,
    Authenticator,
    ScopedDatabase,
    Sessions,
  ],
  exports: [AccessTokens, AuditLog, Authenticator, ScopedDatabase, SignInLimits],
})
export class GateModule {}
