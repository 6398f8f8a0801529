import { Module } from '@nestjs/common';
import { ExportTicketsController } from './export-tickets.controller.js';
import { ExportTickets } from './export-tickets.js';
import { ExportsController } from './exports.controller.js';

@Module({
  controllers: [ExportsController, ExportTicketsController],
  providers: [ExportTickets],
})
export class ExportsModule {}
