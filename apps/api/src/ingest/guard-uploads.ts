import type { FastifyInstance, FastifyRequest, onRequestAsyncHookHandler } from 'fastify';
import { principalKey } from '../gate/permissions/permissions.js';
import { senderOf } from '../gate/permissions/principal.js';
import type { IngestMetrics } from './ingest-metrics.js';
import type { Backpressure } from './backpressure.js';
import type { UploadAdmission } from './upload-admission.js';

const INGEST = '/api/ingest/';

/**
 * Refuses uploads that can only wait, before their body is read and before anybody asks Postgres for their token; those
 * with a token get a place for as long as they are under way.
 */
export function guardUploads(
  fastify: FastifyInstance,
  parts: {
    watch: Backpressure;
    places: UploadAdmission;
    metrics: IngestMetrics;
    requireToken: onRequestAsyncHookHandler;
  },
): void {
  const { watch, places, metrics, requireToken } = parts;
  fastify.addHook('onRequest', async (request) => {
    if (isUpload(request)) watch.check();
    return Promise.resolve();
  });
  fastify.addHook('onRequest', requireToken);
  fastify.addHook('onRequest', async (request) => {
    const sender = senderOf(request);
    // null: refused already.
    if (isUpload(request) && sender !== null) places.take(request, principalKey(sender));
    return Promise.resolve();
  });
  // Comes once for each request, also for one that was broken off: its answer goes nowhere.
  fastify.addHook('onSend', async (request, reply) => {
    if (isUpload(request)) metrics.answered(reply.statusCode);
    places.leave(request);
    return Promise.resolve();
  });
}

/** Of the route and not of the URL, as for tokens. */
function isUpload(request: FastifyRequest): boolean {
  return request.routeOptions.url?.startsWith(INGEST) ?? false;
}
