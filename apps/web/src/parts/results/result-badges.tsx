import { StatusBadge } from '../counts/status-badge.js';
import type { ListedResult } from './results.query.js';

export function ResultBadges({ result }: { result: Pick<ListedResult, 'status' | 'ignored' | 'rescued'> }) {
  return (
    <span className="badges">
      <StatusBadge status={result.status} />
      {result.ignored && <StatusBadge status="ignored" />}
      {result.rescued && <StatusBadge status="rescued" />}
    </span>
  );
}
