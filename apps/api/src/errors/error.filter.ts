import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Logger } from '#telemetry';
import { answerToError } from './answer-to-error.js';

/** Gives every error of the plain HTTP part the form `{"error": {"code", "message"}}`. */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  constructor(private readonly logger: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    // GraphQL formats its own errors.
    if (host.getType<string>() === 'graphql') throw error;
    this.send(error, host.switchToHttp().getResponse<FastifyReply>());
  }

  send(error: unknown, reply: FastifyReply): void {
    const { status, code, message, retryAfter } = answerToError(error);
    // An HttpException was thrown on purpose, by a readiness check for example.
    if (status >= 500 && !(error instanceof HttpException)) this.logger.error('A request failed', { err: error });
    if (retryAfter !== undefined) void reply.header('retry-after', String(retryAfter));
    void reply.status(status).send({ error: { code, message } });
  }
}
