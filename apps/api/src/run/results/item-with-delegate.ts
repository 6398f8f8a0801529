import { ResultStatus, type TaskResultItem, type TaskResultType } from './task-result.type.js';

/**
 * An item with the host that ran it in place of the result's own: its own delegate, else the one that ran all items. A
 * skipped item ran nowhere.
 */
export function itemWithDelegate(
  item: TaskResultItem,
  { hostName, delegatedTo }: Pick<TaskResultType, 'hostName' | 'delegatedTo'>,
): TaskResultItem {
  const delegate = item.status === ResultStatus.skipped ? null : (item.delegatedTo ?? delegatedTo);
  return { ...item, delegatedTo: delegate === hostName ? null : delegate };
}
