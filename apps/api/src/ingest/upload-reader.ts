import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { Mutex } from 'async-mutex';
import type { ServerSettings } from '#config';
import type { SecretPattern } from '#ledger';
import { Logger } from '#telemetry';
import { SETTINGS } from '../injection-tokens/settings.token.js';
import { patternsOfSecrets, readUpload, type ReadOutcome } from './read-upload.js';
import { ReadingFailed, ReadingThread } from './reading-thread.js';
import type { Upload } from './upload-body.js';

/** So little is read sooner than a thread takes it up, and holds up nobody. */
const READ_HERE = 64 * 1024;
const BYTES_PER_MIB = 1024 * 1024;
/** Many times what an upload takes, whatever it holds, unless a pattern of the operator is to blame. */
const LIMIT_MS = 10_000;
const LIMIT_MS_PER_MIB = 1_000;

/** Reads uploads: small ones at once, the others one after another beside the event loop and within a time. */
@Injectable()
export class UploadReader implements OnModuleDestroy {
  private readonly redactPatterns: readonly string[];
  private readonly patterns: readonly SecretPattern[];
  private readonly turn = new Mutex();
  private thread: ReadingThread | null = null;

  constructor(
    private readonly logger: Logger,
    @Inject(SETTINGS) { redactPatterns }: ServerSettings,
  ) {
    this.redactPatterns = redactPatterns;
    this.patterns = patternsOfSecrets(redactPatterns);
  }

  async read(upload: Upload): Promise<ReadOutcome> {
    const isSmall = upload.raw.length <= READ_HERE && upload.maxBytes <= READ_HERE;
    // How long the operator's patterns take, nobody knows.
    if (isSmall && this.redactPatterns.length === 0) return readUpload(upload, this.patterns);
    return this.turn.runExclusive(() => this.readInThread(upload));
  }

  async onModuleDestroy(): Promise<void> {
    await this.thread?.end();
  }

  private async readInThread(upload: Upload): Promise<ReadOutcome> {
    const milliseconds = LIMIT_MS + LIMIT_MS_PER_MIB * Math.ceil(upload.maxBytes / BYTES_PER_MIB);
    if (this.thread?.isAlive !== true) this.thread = await ReadingThread.start(this.redactPatterns);
    try {
      return await this.thread.read(upload, milliseconds);
    } catch (error) {
      if (!(error instanceof ReadingFailed)) throw error;
      this.logger.error('An upload could not be read: check REDACT_PATTERNS', { err: error });
      return { refused: { status: 413, code: 'batch_too_costly', message: `${error.message} Split this one.` } };
    }
  }
}
