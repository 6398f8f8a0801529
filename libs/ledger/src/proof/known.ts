import type { RememberedSeal } from '../sealing/seal-memory.js';
import type { LedgerRecords } from './ledger-records.js';

/** What else is known of a ledger: an earlier export of it, seals of it, and whose signatures count. */
export interface Known {
  against?: LedgerRecords;
  /** Fingerprints of the keys that may have signed; without it, that of the first seal. */
  keys?: readonly string[];
  /** Seals that somebody has noted. */
  noted?: readonly NotedSeal[];
  /** The last seal, as it was kept beside the key before the ledger was read: all that comes later is of that key. */
  remembered?: RememberedSeal;
}

export type NotedSeal = Pick<RememberedSeal, 'number' | 'digest'>;
