import { BadRequestException, Body, Controller, Headers, Post } from '@nestjs/common';
import { IsObject, IsString } from 'class-validator';
import { CHANGES_EXPORT } from './changes-export.js';
import { DEPLOYMENTS_EXPORT } from './deployments-export.js';
import { readExportFilter } from './export-filter.js';
import { EXPORT_FORMATS } from './export-lines.js';
import { ExportTickets } from './export-tickets.js';
import { addressOf } from './redeem-ticket.js';

class ExportOrder {
  /** `changes.csv` */
  @IsString()
  file!: string;

  /** Those of the export. */
  @IsObject()
  parameters!: Record<string, unknown>;
}

const PARAMETERS = { changes: CHANGES_EXPORT.parameters, deployments: DEPLOYMENTS_EXPORT.parameters };

/** For the page: a link that downloads an export once, within a minute, without a token in a header. */
@Controller('api/export/tickets')
export class ExportTicketsController {
  constructor(private readonly tickets: ExportTickets) {}

  @Post()
  async issue(
    @Body() { file, parameters }: ExportOrder,
    @Headers('authorization') authorization: string,
  ): Promise<{ address: string; expiresAt: string }> {
    const [name = '', format = ''] = file.split('.', 2);
    if (!isExport(name) || file !== `${name}.${format}` || !Object.hasOwn(EXPORT_FORMATS, format)) {
      throw new BadRequestException(`There is no export "${file}".`);
    }
    readExportFilter(parameters, PARAMETERS[name]);
    const address = addressOf(file, parameters as Record<string, string>);
    const token = authorization.replace(/^Bearer +/i, '').trim();
    const { ticket, expiresAt } = await this.tickets.issue(token, address);
    const sign = address.endsWith('?') ? '' : '&';
    return { address: `api/export/${address}${sign}ticket=${ticket}`, expiresAt: expiresAt.toISOString() };
  }
}

function isExport(name: string): name is keyof typeof PARAMETERS {
  return Object.hasOwn(PARAMETERS, name);
}
