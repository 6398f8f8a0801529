import { HttpException, HttpStatus } from '@nestjs/common';
import type { FastifyReply, FastifyRequest, HookHandlerDoneFunction } from 'fastify';

const FORM = /^application\/x-www-form-urlencoded\b/i;
/** As OpenID Connect Back-Channel Logout 1.0 has it. */
const TAKES_FORMS = '/auth/back-channel-logout';

/**
 * A Fastify hook that takes a form where one belongs, and nowhere else: a form is all that a page of another site can
 * send without being asked first.
 */
export function refuseForms(request: FastifyRequest, _reply: FastifyReply, done: HookHandlerDoneFunction): void {
  const { headers, routeOptions } = request;
  if (!FORM.test(headers['content-type'] ?? '') || routeOptions.url === TAKES_FORMS) return done();
  done(new HttpException('Forms are not accepted here.', HttpStatus.UNSUPPORTED_MEDIA_TYPE));
}
