import type { EntityManager } from 'typeorm';
import { deriveRun, type RunFacts } from '#history';
import { lockServices } from './lock-services.js';
import { writeDeploymentHosts } from './write-deployment-hosts.js';
import { writeTaskOutcomes } from './write-task-outcomes.js';

/** A run that has told nothing. */
const NOTHING: RunFacts = {
  status: 'running',
  checkMode: false,
  isAdHoc: false,
  playbookPath: null,
  workingDirectory: null,
  userName: null,
  sudoUser: null,
  configurationCommit: null,
  tags: [],
  extraVars: {},
  environmentVariables: {},
};

/**
 * Takes out of the history of services, hosts and tasks what a run did to them, and mends what stood beside it, as if
 * there had been no such run: to be called before the rows of a run are dropped.
 */
export async function forgetDerived(tx: EntityManager, runId: string): Promise<void> {
  const derived = deriveRun(NOTHING, [], [], []);
  await lockServices(tx, runId, []);
  await writeDeploymentHosts(tx, runId, NOTHING.checkMode, derived.origin, derived.deployments);
  await writeTaskOutcomes(tx, runId, NOTHING, derived.origin);
}
