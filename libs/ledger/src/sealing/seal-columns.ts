import { MICROS } from '../digests/micros.js';

/** What a seal says and who signed it, but for its runs. */
export const SEAL_COLUMNS = `ledger_seal.id, ${MICROS('ledger_seal.sealed_at')} AS "sealedMicros", ledger_seal.previous,
  ledger_seal.root, ledger_seal.digest, ledger_seal.public_key AS "publicKey", ledger_seal.signature,
  ledger_seal.restart`;
