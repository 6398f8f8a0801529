/** Actions, as kolla spells them and as people do, that leave what runs as it is. */
const ACTIONS_WITHOUT_CHANGE = new Set([
  'backup',
  'check',
  'config',
  'config_validate',
  'gather-facts',
  'genconfig',
  'precheck',
  'prechecks',
  'pull',
  'validate',
  'validate-config',
]);

/** Whether what runs may be another after a run with this action; a run without one is taken by its tasks. */
export function changesWhatRuns(action: string | null): boolean {
  return action === null || !ACTIONS_WITHOUT_CHANGE.has(action);
}

/** Actions that bring further tasks, without doing anything on a host; also as Ansible's namespaces spell them. */
export const INCLUDING_ACTIONS = spelled([
  'include',
  'include_role',
  'include_tasks',
  'import_playbook',
  'import_role',
  'import_tasks',
  'meta',
]);

/** Actions that learn something or arrange the run: a play of nothing else prepares others and deploys nothing.
 * Also as Ansible's namespaces spell them. */
export const LOOKING_ACTIONS = spelled([
  'add_host',
  'assert',
  'debug',
  'fail',
  'gather_facts',
  'group_by',
  'include_vars',
  'package_facts',
  'pause',
  'ping',
  'service_facts',
  'set_fact',
  'set_stats',
  'setup',
  'slurp',
  'stat',
  'wait_for',
  'wait_for_connection',
]);

function spelled(actions: readonly string[]): string[] {
  return actions.flatMap((action) => [action, `ansible.builtin.${action}`, `ansible.legacy.${action}`]);
}
