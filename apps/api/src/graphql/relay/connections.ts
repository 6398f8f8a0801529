import { ApiToken } from '../../custody/api-tokens/api-token.type.js';
import { AuditEntry } from '../../custody/audit/audit-entry.type.js';
import { ChangeType } from '../../fleet/changes/change.type.js';
import {
  ChangedCollection,
  ChangedImage,
  ChangedInput,
  ComparedHost,
  LoneTask,
  TaskDurationChange,
  TurnedResult,
} from '../../run/comparisons/run-comparison.type.js';
import { BackupType } from '../../custody/backups/backup.type.js';
import { DeadLetterType } from '../../custody/dead-letters/dead-letter.type.js';
import { DeploymentHost } from '../../fleet/deployments/deployment-host.type.js';
import { DeploymentType } from '../../fleet/deployments/deployment.type.js';
import { FailureGroup, FailureGroupHost, FailureGroupRun, FailureNote } from '../../insight/failure-groups/failure-group.type.js';
import { AlwaysChangingTask } from '../../insight/drift/always-changing-task.type.js';
import { PredictedTask } from '../../insight/drift/check-prediction.type.js';
import { DriftedTask } from '../../insight/drift/drifted-task.type.js';
import { HostBehind } from '../../insight/drift/host-behind.type.js';
import { FactChange } from '../../fleet/facts/host-fact.type.js';
import { RunHost, HostType } from '../../fleet/hosts/host.type.js';
import { PlayType } from '../../run/plays/play.type.js';
import { RedactionType } from '../../custody/redactions/redaction.type.js';
import { TaskResultItem, TaskResultType } from '../../run/results/task-result.type.js';
import { RetentionType } from '../../custody/retentions/retention.type.js';
import { RunType } from '../../run/runs/run.type.js';
import { ServiceType } from '../../fleet/services/service.type.js';
import { StatisticsSeries } from '../../insight/statistics/statistics.type.js';
import { TaskType } from '../../run/tasks/task.type.js';
import { connectionOf } from './connection.js';

export const ApiTokens = connectionOf(ApiToken);
export const AuditEntries = connectionOf(AuditEntry);
export const Backups = connectionOf(BackupType, 'Backup');
export const Redactions = connectionOf(RedactionType, 'Redaction');
export const Retentions = connectionOf(RetentionType, 'Retention');
export const Runs = connectionOf(RunType, 'Run');
export const Plays = connectionOf(PlayType, 'Play');
export const Tasks = connectionOf(TaskType, 'Task');
export const TaskResults = connectionOf(TaskResultType, 'TaskResult');
export const TaskResultItems = connectionOf(TaskResultItem);
export const Hosts = connectionOf(HostType, 'Host');
export const RunHosts = connectionOf(RunHost);
export const Changes = connectionOf(ChangeType, 'Change');
export const Services = connectionOf(ServiceType, 'Service');
export const Deployments = connectionOf(DeploymentType, 'Deployment');
export const DeploymentHosts = connectionOf(DeploymentHost);
export const FactChanges = connectionOf(FactChange);
export const DriftedTasks = connectionOf(DriftedTask);
export const AlwaysChangingTasks = connectionOf(AlwaysChangingTask);
export const HostsBehind = connectionOf(HostBehind);
export const PredictedTasks = connectionOf(PredictedTask);
export const DeadLetters = connectionOf(DeadLetterType, 'DeadLetter');
export const FailureGroups = connectionOf(FailureGroup);
export const FailureGroupHosts = connectionOf(FailureGroupHost);
export const FailureGroupRuns = connectionOf(FailureGroupRun);
export const FailureNotes = connectionOf(FailureNote);
export const ChangedCollections = connectionOf(ChangedCollection);
export const ChangedInputs = connectionOf(ChangedInput);
export const ChangedImages = connectionOf(ChangedImage);
export const ComparedHosts = connectionOf(ComparedHost);
export const LoneTasks = connectionOf(LoneTask);
export const TaskDurationChanges = connectionOf(TaskDurationChange);
export const TurnedResults = connectionOf(TurnedResult);
export const StatisticsSeriesList = connectionOf(StatisticsSeries);
