import './counts.css';

type Status =
  | 'running'
  | 'completed'
  | 'interrupted'
  | 'failed'
  | 'ok'
  | 'changed'
  | 'skipped'
  | 'unreachable'
  | 'ignored'
  | 'rescued';

export function StatusBadge({ status }: { status: Status }) {
  return <span className={`badge badge-${status}`}>{status}</span>;
}
