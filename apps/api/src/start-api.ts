import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import { ValidationPipe } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply } from 'fastify';
import type { Registry } from 'prom-client';
import type { ServerSettings } from '#config';
import { createDataSource, measurePool } from '#database';
import { measureLedger, PROJECT_RUN, REPLAY_LETTER } from '#ledger';
import { JobQueues } from '#queue';
import { createMetrics, Logger, Readiness } from '#telemetry';
import { ApiModule } from './api.module.js';
import { ExportTickets } from './custody/exports/export-tickets.js';
import { redeemTicket } from './custody/exports/redeem-ticket.js';
import { BadInputError } from './errors/bad-input.error.js';
import { ErrorFilter } from './errors/error.filter.js';
import { Authenticator } from './gate/admission/authenticator.js';
import { LimitStore } from './gate/admission/limit-store.js';
import { requireToken } from './gate/admission/require-token.js';
import { SignInLimits } from './gate/admission/sign-in-limits.js';
import { refuseForms } from './gate/limits/refuse-forms.js';
import { UnreadAnswers } from './gate/limits/unread-answers.js';
import { enterRequest } from './gate/permissions/principal.js';
import { ReadDatabase } from './gate/scopes/read-database.js';
import { SessionCookies, takeSession } from './gate/sign-in/session-cookie.js';
import { AccessTokens } from './gate/tokens/access-tokens.js';
import { securedResponses } from './http/headers/secured-responses.js';
import { securityHeaders } from './http/headers/security-headers.js';
import { MAX_UPLOAD_BYTES } from './ingest/upload-body.js';
import { UploadGuards } from './ingest/upload-guards.js';

export interface RunningApi {
  /** Where it listens, as a URL. */
  address: string;
  adminTokenFile: string;
  /** Answers what is under way, then lets go of queue and database. */
  close(): Promise<void>;
}

/** Where the build puts the web page. */
const WEB_DIR = join(import.meta.dirname, '../../web');

const CLOSE_IDLE_EVERY_MS = 50;

/** Starts API and page. Expects a migrated database. */
export async function startApi(
  settings: ServerSettings,
  metrics: Registry = createMetrics(),
  readiness = new Readiness(),
): Promise<RunningApi> {
  const logger = Logger.create('api', settings.logLevel);
  const dataSource = createDataSource(settings, 'playledger-api', settings.statementTimeoutSeconds);
  await dataSource.initialize();
  const { databaseReplicaUrl } = settings;
  const replica =
    databaseReplicaUrl === null
      ? null
      : createDataSource(
          { ...settings, databaseUrl: databaseReplicaUrl },
          'playledger-api-reads',
          settings.statementTimeoutSeconds,
        );
  const reads = new ReadDatabase(dataSource, replica, logger);
  const queues = await JobQueues.open(settings, logger);
  const { ServerResponse, onClientError } = securedResponses(await securityHeaders());
  const adapter = new FastifyAdapter({
    http: { ServerResponse },
    clientErrorHandler: onClientError,
    requestTimeout: 60_000,
    trustProxy: settings.trustedProxies,
    forceCloseConnections: 'idle',
    // What still comes over an open connection while we end is served, and the connection closed: Fastify's own refusal
    // would not say when to come again.
    return503OnClosing: false,
    // We have no middleware of Express, and so none of what Nest brings for it.
    skipMiddie: true,
  });
  const unread = new UnreadAnswers();
  const limits = LimitStore.open(settings, dataSource, logger);
  const app = await NestFactory.create<NestFastifyApplication>(
    ApiModule.with({ settings, dataSource, reads, queues, logger, metrics, readiness, limits, unread }),
    adapter,
    { logger: logger.forFramework(), abortOnError: false },
  );
  const errors = new ErrorFilter(logger);
  // What Fastify refuses before Nest sees it, such as a body over the limit. Set before any route is made, or it would
  // not count for them; Nest sets its own one later, and to no use.
  adapter.getInstance().setErrorHandler((error, _request, reply) => {
    // Fastify would close the connection, and a sender who still writes would see a broken pipe and never the answer.
    // So the rest is read and thrown away, for as long as a request may take.
    if ((error as { code?: string }).code === 'FST_ERR_CTP_BODY_TOO_LARGE') void reply.removeHeader('connection');
    errors.send(error, reply);
  });
  adapter.setErrorHandler = () => adapter.getInstance();
  app.useGlobalFilters(errors);
  app.useGlobalPipes(validationPipe());
  app.useBodyParser('application/x-ndjson', { bodyLimit: MAX_UPLOAD_BYTES });
  const tokens = app.get(AccessTokens);
  const fastify = adapter.getInstance();
  fastify.removeContentTypeParser('text/plain');
  const gate = { authenticator: app.get(Authenticator), limits: app.get(SignInLimits) };
  fastify.addHook('onRequest', redeemTicket({ tickets: app.get(ExportTickets), ...gate }));
  const cookies = app.get<SessionCookies | null>(SessionCookies);
  if (cookies !== null) fastify.addHook('onRequest', takeSession(cookies));
  app.get(UploadGuards).register(fastify, requireToken(gate));
  fastify.addHook('onRequest', refuseForms);
  fastify.addHook('preValidation', enterRequest);
  fastify.addHook('onSend', unread.watch);
  if (existsSync(WEB_DIR)) {
    await app.register(fastifyStatic, { root: WEB_DIR, wildcard: false, setHeaders: allowInlineStyles });
    fastify.get('/graphiql', (_request, reply) => reply.redirect('graphiql/'));
  }

  const adminTokenFile = await tokens.ensureAdminToken(settings.dataDir, settings.adminToken);
  measureLedger(metrics, dataSource);
  measurePool(metrics, 'api', dataSource);
  queues.measure(metrics, [PROJECT_RUN, REPLAY_LETTER]);
  await limits.ready();
  await app.listen(settings.port, settings.host);
  const address = addressOf(settings.host, fastify.server.address());
  logger.log('API started', { address, queue: queues.backend });
  return {
    address,
    adminTokenFile,
    close: async () => {
      // A connection that had a request under way becomes idle only later, and would be waited for.
      const closing = setInterval(() => fastify.server.closeIdleConnections(), CLOSE_IDLE_EVERY_MS);
      await app.close();
      clearInterval(closing);
      limits.close();
      await queues.close();
      await reads.close();
      await dataSource.destroy();
    },
  };
}

/** GraphiQL's menus set a style of their own while they are open. Its scripts are our own files, as everywhere. */
function allowInlineStyles(reply: FastifyReply, path: string): void {
  if (path !== join(WEB_DIR, 'graphiql', 'index.html')) return;
  const policy = String(reply.getHeader('content-security-policy'));
  void reply.header('content-security-policy', `${policy};style-src 'self' 'unsafe-inline'`);
}

/** Checks arguments by their class-validator rules; one sentence names every mistake. */
function validationPipe(): ValidationPipe {
  return new ValidationPipe({
    transform: true,
    exceptionFactory: (mistakes) =>
      new BadInputError(
        mistakes.flatMap(({ constraints, property }) => Object.values(constraints ?? { property })).join('; '),
      ),
  });
}

/** The address that a person on this machine types: 0.0.0.0 means every interface and is none. */
function addressOf(host: string, address: string | { port: number } | null): string {
  const port = typeof address === 'object' && address !== null ? address.port : '';
  const name = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host;
  return `http://${name}:${port}`;
}
