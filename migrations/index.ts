import { CreateLedger1795345200000 } from './1795345200000-create-ledger.js';
import { CreateProjections1795345260000 } from './1795345260000-create-projections.js';
import { CreateApiTokens1795345320000 } from './1795345320000-create-api-tokens.js';
import { CreateFailures1795432000000 } from './1795432000000-create-failures.js';

/** Every migration, oldest first. */
export const MIGRATIONS = [
  CreateLedger1795345200000,
  CreateProjections1795345260000,
  CreateApiTokens1795345320000,
  CreateFailures1795432000000,
];
