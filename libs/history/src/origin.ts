import type { RunFacts } from './run-facts.js';
import { firstTold, type Sourced } from './sourced.js';

/** Who ran a run, in which environment, to do what, from which commit. */
export interface RunOrigin {
  environment: Sourced;
  action: Sourced;
  operator: Sourced;
  configurationCommit: Sourced;
}

/** Reads the origin of a run from what it says about itself. */
export function originOf(run: RunFacts): RunOrigin {
  const { environmentVariables: env, extraVars } = run;
  return {
    environment: firstTold([
      [env['SUB'], 'SUB'],
      [env['ENVIRONMENT'], 'ENVIRONMENT'],
      [/^\/opt\/configuration\/environments\/([^/]+)/.exec(run.workingDirectory ?? '')?.[1], 'working directory'],
    ]),
    action: firstTold([
      [extraVars['kolla_action'], 'kolla_action'],
      [/\/destroy\.ya?ml$/.test(run.playbookPath ?? '') ? 'destroy' : null, 'playbook'],
    ]),
    operator: operatorOf(run),
    configurationCommit: firstTold([
      [run.configurationCommit, 'git'],
      [env['CI_COMMIT_SHA'], 'CI_COMMIT_SHA'],
      [env['GITHUB_SHA'], 'GITHUB_SHA'],
    ]),
  };
}

/**
 * Nearest to a human first: a pipeline knows who started it, whatever user it runs sudo as; `osism apply` and other
 * schedulers know at least the request; the user that runs Ansible is often a machine's.
 */
function operatorOf({ environmentVariables: env, sudoUser, userName }: RunFacts): Sourced {
  return firstTold([
    [env['GITLAB_USER_LOGIN'], 'GITLAB_USER_LOGIN'],
    [env['GITHUB_ACTOR'], 'GITHUB_ACTOR'],
    [sudoUser, 'SUDO_USER'],
    [osismRequestId(env['ANSIBLE_SSH_CONTROL_PATH_DIR']), 'OSISM request id'],
    [env['ZUUL_UUID'], 'ZUUL_UUID'],
    [env['BUILD_URL'], 'BUILD_URL'],
    [userName, 'user'],
  ]);
}

/** `osism apply` hands its request id on in the name of a directory: `/tmp/.ansible-ssh-<request id>-<random>`. */
function osismRequestId(directory: string | undefined): string | undefined {
  return /\/\.ansible-ssh-([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})-/.exec(directory ?? '')?.[1];
}
