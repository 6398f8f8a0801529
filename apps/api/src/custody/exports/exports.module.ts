import { Module } from '@nestjs/common';
import { ExportTickets } from './export-tickets.js';
import { ExportTicketsController } from './export-tickets.controller.js';
import { ExportsController } from './exports.controller.js';

@Module({
  controllers: [ExportsController, ExportTicketsController],
  providers: [ExportTickets],
})
export class ExportsModule {}
