import { HttpException } from '@nestjs/common';

/** An upload that is refused as a whole, with a stable code and a sentence its sender can act on. */
export class UploadRefused extends HttpException {
  constructor(
    status: 400 | 413 | 415 | 422 | 429 | 503,
    readonly code: string,
    message: string,
    /** Seconds after which to try again. */
    readonly retryAfter?: number,
  ) {
    super(message, status);
  }
}
