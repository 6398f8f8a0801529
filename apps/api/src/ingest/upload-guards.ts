import { Injectable } from '@nestjs/common';
import type { FastifyInstance, FastifyRequest, onRequestAsyncHookHandler } from 'fastify';
import { principalKey } from '../gate/permissions/permissions.js';
import { senderOf } from '../gate/permissions/principal.js';
import { Backpressure } from './backpressure.js';
import { IngestMetrics } from './ingest-metrics.js';
import { UploadAdmission } from './upload-admission.js';

const INGEST = '/api/ingest/';

/** What an upload passes before its body is read. They are hooks: guards of Nest run when the body is in memory. */
@Injectable()
export class UploadGuards {
  constructor(
    private readonly backpressure: Backpressure,
    private readonly admission: UploadAdmission,
    private readonly metrics: IngestMetrics,
  ) {}

  /** In this order. The token is checked for every path; it is passed in for its place between the others. */
  register(fastify: FastifyInstance, requireToken: onRequestAsyncHookHandler): void {
    // 1. What could only wait is refused before anybody asks Postgres for its token.
    fastify.addHook('onRequest', async (request) => {
      if (isUpload(request)) this.backpressure.check();
      return Promise.resolve();
    });
    // 2. Nobody without a token makes us read a body.
    fastify.addHook('onRequest', requireToken);
    // 3. Each token has its share of the uploads under way; null: the hook before has refused it.
    fastify.addHook('onRequest', async (request) => {
      const sender = senderOf(request);
      if (isUpload(request) && sender !== null) this.admission.take(request, principalKey(sender));
      return Promise.resolve();
    });
    // Comes once for each request, also for one that was broken off: its answer goes nowhere.
    fastify.addHook('onSend', async (request, reply) => {
      if (isUpload(request)) this.metrics.answered(reply.statusCode);
      this.admission.leave(request);
      return Promise.resolve();
    });
  }
}

/** Of the route and not of the URL, as for tokens. */
function isUpload(request: FastifyRequest): boolean {
  return request.routeOptions.url?.startsWith(INGEST) ?? false;
}
