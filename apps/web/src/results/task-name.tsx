import type { ListedResult } from './results.query.js';
import './results.css';

/** A task's name over where it comes from. */
export function TaskName({ result }: { result: ListedResult }) {
  const { task } = result;
  if (task === null) return <span className="muted">Task not known yet (event {result.seq})</span>;
  return (
    <>
      <span className="task-name">{task.name}</span>
      {task.handler && <span className="tag">handler</span>}
      <span className="task-origin muted">
        <span>{task.action}</span>
        {task.role !== null && <span>role {task.role}</span>}
        {result.itemCount !== null && (
          <span>
            {result.itemCount} {result.itemCount === 1 ? 'item' : 'items'}
          </span>
        )}
        {result.attempts !== null && <span>{result.attempts} attempts</span>}
        {result.delegatedTo !== null && <span>on {result.delegatedTo}</span>}
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
