import { Readable } from 'node:stream';
import { Controller, Get, NotFoundException, Param, Query, StreamableFile } from '@nestjs/common';
import { AuditLog } from '../../gate/audit/audit-log.js';
import { principal } from '../../gate/permissions/principal.js';
import { ScopedDatabase } from '../../gate/scopes/scoped-database.js';
import { CHANGES_EXPORT } from './changes-export.js';
import { DEPLOYMENTS_EXPORT } from './deployments-export.js';
import { readExportFilter } from './export-filter.js';
import { EXPORT_FORMATS, exportLines, type ExportFormat } from './export-lines.js';
import type { ExportTable } from './export-table.js';

/** Lists for the audit as files: `changes.csv`, `changes.jsonl`, `deployments.csv`, `deployments.jsonl`. */
@Controller('api/export')
export class ExportsController {
  constructor(
    private readonly database: ScopedDatabase,
    private readonly audit: AuditLog,
  ) {}

  @Get('changes.:format')
  changes(@Param('format') format: string, @Query() query: Record<string, unknown>): Promise<StreamableFile> {
    return this.export('changes', CHANGES_EXPORT, format, query);
  }

  @Get('deployments.:format')
  deployments(@Param('format') format: string, @Query() query: Record<string, unknown>): Promise<StreamableFile> {
    return this.export('deployments', DEPLOYMENTS_EXPORT, format, query);
  }

  /** Written down before the first line goes out. */
  private async export<Row>(
    name: 'changes' | 'deployments',
    table: ExportTable<Row>,
    format: string,
    query: Record<string, unknown>,
  ): Promise<StreamableFile> {
    if (!isFormat(format)) throw new NotFoundException(`There is no export "${name}.${format}": use csv or jsonl.`);
    const filter = readExportFilter(query, table.parameters);
    await this.audit.writeFor(principal(), { action: `export.${name}`, details: { format, filter: query } });
    const lines = exportLines(this.database.ofRequester(), table, filter, format);
    return new StreamableFile(Readable.from(lines), {
      type: EXPORT_FORMATS[format].type,
      disposition: `attachment; filename="${name}.${format}"`,
    });
  }
}

function isFormat(format: string): format is ExportFormat {
  return Object.hasOwn(EXPORT_FORMATS, format);
}
