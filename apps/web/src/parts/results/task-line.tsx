import { Link } from '@tanstack/react-router';
import './results.css';
import { useResultsText } from './results.messages.js';
import type { ListedResult } from './results.query.js';

interface Props {
  result: ListedResult;
  /** The run of whose page this is a part: there the name leads to the task's results on all hosts. */
  run?: string;
}

/** A task's name over where it comes from. */
export function TaskLine({ result, run }: Props) {
  const t = useResultsText();
  const { task } = result;
  if (task === null) return <span className="muted">{t('unknownTask', { seq: result.seq })}</span>;
  return (
    <>
      <span className="task-name">
        {run === undefined ? (
          task.name
        ) : (
          <Link
            to="/runs/$uuid"
            params={{ uuid: run }}
            search={(now) => ({ ...now, view: 'results', text: task.name, status: '', on: '' })}
            resetScroll={false}
            onClick={() => requestAnimationFrame(() => document.getElementById('views')?.scrollIntoView())}
            title={t('onAllHosts')}
          >
            {task.name}
          </Link>
        )}
      </span>
      {task.handler && <span className="tag">{t('handler')}</span>}
      <span className="task-origin muted">
        <span>{task.action}</span>
        {task.role !== null && <span>{t('role', { role: task.role })}</span>}
        {result.itemCount !== null && <span>{t('items', { count: result.itemCount })}</span>}
        {result.attempts !== null && <span>{t('attempts', { count: result.attempts })}</span>}
        {result.delegates.length > 0 && <span>{t('delegated', { host: result.delegates.join(', ') })}</span>}
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
