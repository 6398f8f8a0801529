import type { LinkedBatch } from '../batches/batch-link.js';
import type { Redaction } from '../redaction/redaction.js';
import type { Retention } from '../retention/retention.js';
import type { Seal, SealedRun } from '../sealing/seal.js';

/** A ledger, or an export of one. Runs and batches come in the order of run ids and batch numbers. */
export interface LedgerRecords {
  runs(): AsyncIterable<SealedRun>;
  batches(): AsyncIterable<LinkedBatch>;
  seals(): AsyncIterable<Seal>;
  /** In their order. */
  redactions(): AsyncIterable<Redaction>;
  /** In their order. */
  retentions(): AsyncIterable<Retention>;
}
