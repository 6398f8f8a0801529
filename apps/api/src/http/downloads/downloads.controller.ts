import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Controller, Get, NotFoundException, Param, StreamableFile } from '@nestjs/common';

/** Where the build puts the collection. */
const COLLECTION_DIR = join(import.meta.dirname, '../../../../../collection');
const COLLECTION_FILE = /^playledger-reporter-[\w.]+\.tar\.gz$/;

/** The built Ansible collection, so that a control host needs nothing but this server. No token: it holds no secret. */
@Controller('downloads')
export class DownloadsController {
  @Get(':file')
  async download(@Param('file') file: string): Promise<StreamableFile> {
    const offered = COLLECTION_FILE.test(file) ? await readdir(COLLECTION_DIR).catch(() => []) : [];
    if (!offered.includes(file)) throw new NotFoundException(`There is no download "${file}".`);
    return new StreamableFile(createReadStream(join(COLLECTION_DIR, file)), {
      type: 'application/gzip',
      disposition: `attachment; filename="${file}"`,
    });
  }
}
