import { HttpException } from '@nestjs/common';
import { BadInputError } from './bad-input.error.js';
import { UploadRefused } from './upload-refused.js';

/** What the plain HTTP part says when a request cannot be served: a status, a stable code, a sentence. */
export interface ErrorAnswer {
  status: number;
  code: string;
  message: string;
  /** Seconds after which to try again. */
  retryAfter?: number | undefined;
}

const FASTIFY_REFUSALS: Record<string, string> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'batch_too_large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported_media_type',
};

/** SQLSTATE classes: Postgres is away, out of resources, starting or stopping, or its disk fails. */
const DATABASE_IN_TROUBLE = /^(08|53|57P|58)/;
/**
 * SQLSTATEs of values that Postgres cannot read, which only callers shape: a time that is none or too far away, a
 * number that is too large, a text with NUL in it.
 */
const UNREADABLE_VALUE = /^(22003|22007|22008|22009|22021|22P02|22P05)$/;
/** SQLSTATE of a statement that took longer than it may. */
const TOO_SLOW = '57014';
const CONNECTION_LOST = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND']);
const CONNECTION_WORDS = /connection (terminated|timeout|error)|timeout exceeded when trying to connect/i;

/** The answer to an error that was thrown anywhere on the way of a request. */
export function answerToError(error: unknown): ErrorAnswer {
  if (error instanceof UploadRefused) {
    return { status: error.getStatus(), code: error.code, message: error.message, retryAfter: error.retryAfter };
  }
  if (error instanceof BadInputError) return { status: 400, code: 'bad_user_input', message: error.message };
  if (error instanceof HttpException) {
    const status = error.getStatus();
    return { status, code: HTTP_CODES[status] ?? 'refused', message: error.message };
  }
  const { statusCode, code = '', message = '' } = error as { statusCode?: number; code?: string; message?: string };
  // Fastify's own refusals: a body over the limit, an unknown content type, a broken request.
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) {
    return { status: statusCode, code: FASTIFY_REFUSALS[code] ?? 'refused', message };
  }
  const reason = (error as { driverError?: { code?: string } }).driverError?.code ?? code;
  if (DATABASE_IN_TROUBLE.test(reason) || CONNECTION_LOST.has(reason) || CONNECTION_WORDS.test(message)) {
    return { status: 503, code: 'unavailable', message: 'The database does not respond. Try again.', retryAfter: 5 };
  }
  if (UNREADABLE_VALUE.test(reason)) {
    return {
      status: 400,
      code: 'bad_user_input',
      message: 'A value in this request is not valid.',
    };
  }
  if (reason === TOO_SLOW) {
    return { status: 503, code: 'too_slow', message: 'The request took too long. Request less, or a shorter period.' };
  }
  return { status: 500, code: 'internal', message: 'Internal error; the server log has the details.' };
}

const HTTP_CODES: Record<number, string> = {
  400: 'bad_request',
  404: 'not_found',
  415: 'unsupported_media_type',
  429: 'too_many_requests',
  503: 'unavailable',
};
