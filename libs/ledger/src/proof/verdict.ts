import type { Redaction } from '../redaction/redaction.js';
import type { Retention } from '../retention/retention.js';
import type { Seal } from '../sealing/seal.js';

/** Something that is not as it was accepted: of each run and of the seals the first only. */
export interface Finding {
  /** `run <id> batch <number>`, `seal <number>`, `redaction <number>` or `retention <number>`. */
  where: string;
  what: string;
}

export interface Verdict {
  runs: number;
  batches: number;
  seals: number;
  /** The last seal, for whoever wants to note it; null: there is none. */
  lastSeal: Pick<Seal, 'id' | 'digest'> | null;
  /** Seals that do not follow the one that was made last, because somebody has said so: signed, and so no finding. */
  restarts: Pick<Seal, 'id' | 'sealedMicros' | 'publicKey' | 'restart'>[];
  /** Runs of which retention has left nothing to verify. */
  dropped: number;
  /** What was taken out of batches, by whom and why: signed, and so no finding. */
  redactions: Pick<Redaction, 'id' | 'actor' | 'reason' | 'batches'>[];
  /** Which runs retention took away, when and by which rules: signed, and so no finding. */
  retentions: Retention[];
  /** Of the keys that have signed. */
  fingerprints: string[];
  findings: Finding[];
}
