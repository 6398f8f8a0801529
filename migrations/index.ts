import { CreateLedger1795345200000 } from './1795345200000-create-ledger.js';
import { CreateProjections1795345260000 } from './1795345260000-create-projections.js';
import { CreateApiTokens1795345320000 } from './1795345320000-create-api-tokens.js';
import { CreateDeployments1795352400000 } from './1795352400000-create-deployments.js';
import { CreateStatistics1795439200000 } from './1795439200000-create-statistics.js';
import { CreateSearch1795439260000 } from './1795439260000-create-search.js';

/** Every migration, oldest first. */
export const MIGRATIONS = [
  CreateLedger1795345200000,
  CreateProjections1795345260000,
  CreateApiTokens1795345320000,
  CreateDeployments1795352400000,
  CreateStatistics1795439200000,
  CreateSearch1795439260000,
];
