import { Body, Controller, Headers, HttpStatus, Param, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { UploadRefused } from '../errors/upload-refused.js';
import { IngestService } from './ingest.service.js';
import type { UploadAnswer } from './upload-answer.js';

@Controller('api/ingest/v1')
export class IngestController {
  constructor(private readonly ingest: IngestService) {}

  /** What comes here has passed UploadGuards. Answers event by event; 422 when no event of a batch could be used. See libs/run-events/README.md. */
  @Post('runs/:runId/batches')
  async upload(
    @Param('runId') runId: string,
    @Headers('content-encoding') encoding: string | undefined,
    @Body() body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<UploadAnswer> {
    const answer = await this.ingest.upload(runId, bytesOf(body), encoding);
    const useless = answer.accepted + answer.duplicates === 0 && answer.rejected.length > 0;
    void reply.status(useless ? HttpStatus.UNPROCESSABLE_ENTITY : HttpStatus.ACCEPTED);
    return answer;
  }
}

/** The body as it came: only our content type is left unparsed, and no body at all is an empty batch. */
function bytesOf(body: unknown): Buffer {
  if (Buffer.isBuffer(body)) return body;
  if (body === undefined || body === null) return Buffer.alloc(0);
  throw new UploadRefused(415, 'unsupported_media_type', 'Send batches as "Content-Type: application/x-ndjson".');
}
