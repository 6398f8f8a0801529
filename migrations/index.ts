import { CreateLedger1795345200000 } from './1795345200000-create-ledger.js';
import { CreateProjections1795345260000 } from './1795345260000-create-projections.js';
import { CreateApiTokens1795345320000 } from './1795345320000-create-api-tokens.js';
import { AddRepositoriesToRun1795349000000 } from './1795349000000-add-repositories-to-run.js';
import { CreateDeployments1795352400000 } from './1795352400000-create-deployments.js';
import { CreateFailures1795432000000 } from './1795432000000-create-failures.js';
import { CreateChanges1795435600000 } from './1795435600000-create-changes.js';
import { CreateStatistics1795439200000 } from './1795439200000-create-statistics.js';
import { CreateSearch1795439260000 } from './1795439260000-create-search.js';
import { AddServiceToFailure1795442400000 } from './1795442400000-add-service-to-failure.js';
import { AddSupersededAtToDeploymentHost1795500000000 } from './1795500000000-add-superseded-at-to-deployment-host.js';
import { AddDriftToTaskOutcome1795500060000 } from './1795500060000-add-drift-to-task-outcome.js';
import { CreateRunChangeCount1795500120000 } from './1795500120000-create-run-change-count.js';
import { AddMessageToFailure1795500180000 } from './1795500180000-add-message-to-failure.js';
import { IndexStatisticsByHost1795500240000 } from './1795500240000-index-statistics-by-host.js';
import { AddCollectionsToRun1795520000000 } from './1795520000000-add-collections-to-run.js';
import { IndexFailuresByServiceAndHost1795520100000 } from './1795520100000-index-failures-by-service-and-host.js';
import { CreateContainerSets1795525000000 } from './1795525000000-create-container-sets.js';
import { AddRolesToApiToken1795530000000 } from './1795530000000-add-roles-to-api-token.js';
import { CreateAuditEntry1795530100000 } from './1795530100000-create-audit-entry.js';
import { AddAuthorScopeToFailureNote1795530200000 } from './1795530200000-add-author-scope-to-failure-note.js';
import { LinkLedgerBatches1795530300000 } from './1795530300000-link-ledger-batches.js';
import { CreateRetention1795540000000 } from './1795540000000-create-retention.js';
import { OrderTaskResultsByRun1795540060000 } from './1795540060000-order-task-results-by-run.js';
import { CreateExportTicket1795550000000 } from './1795550000000-create-export-ticket.js';
import { CreateHostFacts1795550060000 } from './1795550060000-create-host-facts.js';
import { AddStateVersionToService1795560000000 } from './1795560000000-add-state-version-to-service.js';
import { AddSubjectToApiToken1795570000000 } from './1795570000000-add-subject-to-api-token.js';
import { CreateRedactions1795580000000 } from './1795580000000-create-redactions.js';
import { SignRetention1795590000000 } from './1795590000000-sign-retention.js';
import { DeriveChangesFromResults1795600000000 } from './1795600000000-derive-changes-from-results.js';
import { ShortenIndexes1795600060000 } from './1795600060000-shorten-indexes.js';
import { CreateSharedLimit1795610000000 } from './1795610000000-create-shared-limit.js';
import { CreateBackup1795610060000 } from './1795610060000-create-backup.js';
import { AddProviderSessionToApiToken1795610120000 } from './1795610120000-add-provider-session-to-api-token.js';
import { PackLedgerBatches1795610180000 } from './1795610180000-pack-ledger-batches.js';
import { IndexDaysWithTheirRuns1795610300000 } from './1795610300000-index-days-with-their-runs.js';
import { AddRestartToLedgerSeal1795620060000 } from './1795620060000-add-restart-to-ledger-seal.js';

/** Every migration, oldest first. */
export const MIGRATIONS = [
  CreateLedger1795345200000,
  CreateProjections1795345260000,
  CreateApiTokens1795345320000,
  AddRepositoriesToRun1795349000000,
  CreateDeployments1795352400000,
  CreateFailures1795432000000,
  CreateChanges1795435600000,
  CreateStatistics1795439200000,
  CreateSearch1795439260000,
  AddServiceToFailure1795442400000,
  AddSupersededAtToDeploymentHost1795500000000,
  AddDriftToTaskOutcome1795500060000,
  CreateRunChangeCount1795500120000,
  AddMessageToFailure1795500180000,
  IndexStatisticsByHost1795500240000,
  AddCollectionsToRun1795520000000,
  IndexFailuresByServiceAndHost1795520100000,
  CreateContainerSets1795525000000,
  AddRolesToApiToken1795530000000,
  CreateAuditEntry1795530100000,
  AddAuthorScopeToFailureNote1795530200000,
  LinkLedgerBatches1795530300000,
  CreateRetention1795540000000,
  OrderTaskResultsByRun1795540060000,
  CreateExportTicket1795550000000,
  CreateHostFacts1795550060000,
  AddStateVersionToService1795560000000,
  AddSubjectToApiToken1795570000000,
  CreateRedactions1795580000000,
  SignRetention1795590000000,
  DeriveChangesFromResults1795600000000,
  ShortenIndexes1795600060000,
  CreateSharedLimit1795610000000,
  CreateBackup1795610060000,
  AddProviderSessionToApiToken1795610120000,
  PackLedgerBatches1795610180000,
  IndexDaysWithTheirRuns1795610300000,
  AddRestartToLedgerSeal1795620060000,
];
