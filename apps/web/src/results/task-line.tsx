import { useResultsText } from './results.messages.js';
import type { ListedResult } from './results.query.js';
import './results.css';

/** A task's name over where it comes from. */
export function TaskLine({ result }: { result: ListedResult }) {
  const t = useResultsText();
  const { task } = result;
  if (task === null) return <span className="muted">{t('unknownTask', { seq: result.seq })}</span>;
  return (
    <>
      <span className="task-name">{task.name}</span>
      {task.handler && <span className="tag">{t('handler')}</span>}
      <span className="task-origin muted">
        <span>{task.action}</span>
        {task.role !== null && <span>{t('role', { role: task.role })}</span>}
        {result.itemCount !== null && <span>{t('items', { count: result.itemCount })}</span>}
        {result.attempts !== null && <span>{t('attempts', { count: result.attempts })}</span>}
        {result.delegatedTo !== null && <span>{t('delegated', { host: result.delegatedTo })}</span>}
        {task.path !== null && (
          <span className="task-path">
            {task.path}
            {task.line !== null && `:${task.line}`}
          </span>
        )}
      </span>
    </>
  );
}
