import { Injectable } from '@nestjs/common';
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { UploadAnswer } from './upload-answer.js';
import type { UploadAdmission } from './upload-admission.js';

/** Counts and times what the ingest does. */
@Injectable()
export class IngestMetrics {
  private readonly events: Counter<'outcome'>;
  private readonly answers: Counter<'status'>;
  private readonly seconds: Histogram;

  constructor(metrics: Registry, places: UploadAdmission) {
    const registers = [metrics];
    this.events = new Counter({
      name: 'playledger_ingest_events_total',
      help: 'Uploaded events by outcome.',
      labelNames: ['outcome'],
      registers,
    });
    for (const outcome of ['accepted', 'duplicate', 'rejected']) this.events.inc({ outcome }, 0);
    this.answers = new Counter({
      name: 'playledger_ingest_uploads_total',
      help: 'Uploads by HTTP status; 429 and 503 were told to retry.',
      labelNames: ['status'],
      registers,
    });
    this.seconds = new Histogram({
      name: 'playledger_ingest_duration_seconds',
      help: 'Time from the end of an upload to its commit.',
      buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
      registers,
    });
    new Gauge({
      name: 'playledger_ingest_uploads_under_way',
      help: 'Uploads being read or committed.',
      registers,
      collect() {
        this.set(places.underWay.uploads);
      },
    });
    new Gauge({
      name: 'playledger_ingest_bytes_under_way',
      help: 'Compressed bytes of the uploads being read or committed.',
      registers,
      collect() {
        this.set(places.underWay.bytes);
      },
    });
  }

  committed({ accepted, duplicates, rejected }: UploadAnswer, seconds: number): void {
    this.events.inc({ outcome: 'accepted' }, accepted);
    this.events.inc({ outcome: 'duplicate' }, duplicates);
    this.events.inc({ outcome: 'rejected' }, rejected.length);
    this.seconds.observe(seconds);
  }

  answered(status: number): void {
    this.answers.inc({ status });
  }
}
