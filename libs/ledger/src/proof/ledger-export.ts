import { createReadStream, createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import type { LinkedBatch } from '../batches/batch-link.js';
import type { Redaction } from '../redaction/redaction.js';
import type { Retention } from '../retention/retention.js';
import type { Seal, SealedRun } from '../sealing/seal.js';
import type { LedgerRecords } from './ledger-records.js';

interface Line {
  kind: 'run' | 'batch' | 'seal' | 'redaction' | 'retention';
  record: unknown;
}

/**
 * Writes a ledger to a file, gzipped JSON lines: `{"kind": "batch", "record": {...}}`, and so the other kinds of
 * records; binary values as base64. Runs first: what is appended while we write is behind what they tell, and is not
 * written.
 */
export async function exportLedger(ledger: LedgerRecords, file: string): Promise<{ batches: number }> {
  let batches = 0;
  async function* lines(): AsyncGenerator<string> {
    const seals: Seal[] = [];
    for await (const seal of ledger.seals()) seals.push(seal);
    const lengths = new Map<string, number>();
    for await (const run of ledger.runs()) {
      lengths.set(run.runId, run.batches);
      yield line('run', run);
    }
    for await (const batch of ledger.batches()) {
      if (batch.batchNo > (lengths.get(batch.runId) ?? 0)) continue;
      batches += 1;
      yield line('batch', batch);
    }
    for (const seal of seals) yield line('seal', seal);
    for await (const redaction of ledger.redactions()) yield line('redaction', redaction);
    for await (const retention of ledger.retentions()) yield line('retention', retention);
  }
  await pipeline(Readable.from(lines()), createGzip({ level: 1 }), createWriteStream(file, { mode: 0o600 }));
  return { batches };
}

/**
 * A ledger as a file has it. Each kind of record is read by itself: whatever the size of the file, memory stays flat.
 */
export function exportedLedger(file: string): LedgerRecords {
  return {
    runs: () => recordsOf<SealedRun>(file, 'run'),
    batches: () => recordsOf<LinkedBatch>(file, 'batch'),
    seals: () => recordsOf<Seal>(file, 'seal'),
    redactions: () => recordsOf<Redaction>(file, 'redaction'),
    retentions: () => recordsOf<Retention>(file, 'retention'),
  };
}

async function* recordsOf<Record>(file: string, kind: Line['kind']): AsyncGenerator<Record> {
  const gunzip = createGunzip();
  const reading = pipeline(createReadStream(file), gunzip);
  // Told by the lines that it cuts short; kept from being nobody's.
  reading.catch(() => undefined);
  for await (const text of createInterface({ input: gunzip, crlfDelay: Infinity })) {
    // The kind stands first: the largest records need not be parsed to be passed over.
    if (text.startsWith(`{"kind":"${kind}"`)) yield (JSON.parse(text, revive) as Line).record as Record;
  }
  await reading;
}

function line(kind: Line['kind'], record: object): string {
  const plain = Object.fromEntries(Object.entries(record).map(([name, value]) => [name, plainOf(value)]));
  return `${JSON.stringify({ kind, record: plain })}\n`;
}

function plainOf(value: unknown): unknown {
  if (Buffer.isBuffer(value)) return { base64: value.toString('base64') };
  // The runs of a seal or retention, and the batches of a redaction.
  return Array.isArray(value)
    ? value.map((each: object) => Object.fromEntries(Object.entries(each).map(([name, part]) => [name, plainOf(part)])))
    : value;
}

function revive(_key: string, value: unknown): unknown {
  const { base64 } = (value ?? {}) as { base64?: unknown };
  return typeof base64 === 'string' ? Buffer.from(base64, 'base64') : value;
}
