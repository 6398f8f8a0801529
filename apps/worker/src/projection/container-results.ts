import { loopOf, objectOf } from '#history';
import type { TaskResult } from '#run-events';
import { hostName, storable } from './storable.js';

/** What a result of kolla's container module, or one item of it, says about a container. */
export interface ContainerResultRow {
  seq: number;
  /** Index of the loop's item; 0 when the task is no loop. */
  item: number;
  taskSeq: number | null;
  host: string;
  action: string;
  name: string | null;
  image: string | null;
  changed: boolean;
  failed: boolean;
}

/** Actions of kolla_container that concern a container or its image; the others concern volumes and facts. */
const CONTAINER_ACTIONS = new Set([
  'compare_container',
  'pull_image',
  'recreate_container',
  'recreate_or_restart_container',
  'remove_container',
  'restart_container',
  'start_container',
  'stop_and_remove_container',
  'stop_container',
]);

/**
 * The containers that a result tells of: the event does not name its module, whose arguments do. Each item of a loop
 * has arguments of its own.
 */
export function containerResultsOf(event: TaskResult): ContainerResultRow[] {
  const items = loopOf(event)?.items ?? [{ index: 0, result: event.result }];
  const rows: ContainerResultRow[] = [];
  items.forEach(({ index, result }) => {
    const { skipped, changed, failed, invocation } = result;
    const { action, name, image, detach } = objectOf(objectOf(invocation)['module_args']);
    if (typeof action !== 'string' || !CONTAINER_ACTIONS.has(action)) return;
    // Skipped, as everything in check mode, or a container that runs once, does its task, and is gone.
    if (skipped === true || event.status === 'skipped' || detach === false) return;
    const row = { seq: event.seq, item: index, taskSeq: event.taskSeq, host: hostName(event.host), action };
    rows.push({
      ...row,
      name: textOrNull(name),
      image: textOrNull(image),
      changed: changed === true,
      failed: failed === true || (items.length === 1 && event.status === 'failed'),
    });
  });
  return rows;
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? storable(value) : null;
}
