import { useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useFormat } from '../../../kit/time/format.js';
import { Moment } from '../../../kit/time/moment.js';
import type { Matrix } from '../matrix/matrix.query.js';
import { outcomeOfSign } from '../matrix/signs.js';
import { keyOfCell, knownResults } from './ask-results.js';
import { printedRows, type PrintedTask, type ResultRows, type RowFilter } from './result-rows.js';
import { useResultsListText } from './results-list.messages.js';
import type { RowResult } from './run-results.query.js';

/** Rows that are printed: some hundred pages, which a browser makes within seconds. */
export const MOST_PRINTED = 5_000;

interface Props {
  run: string;
  matrix: Matrix;
  rows: ResultRows;
  filter: RowFilter;
}

/** The list of results for paper, with whole messages, as far as they have come. */
export function PrintedResults({ run, matrix, rows, filter }: Props) {
  const t = useResultsListText();
  const known = knownResults(useQueryClient(), run);
  const tasks = useMemo(() => printedRows(rows, MOST_PRINTED), [rows]);
  const cells = tasks.flatMap(({ task, hosts }) =>
    hosts.map((host) => keyOfCell(matrix.tasks[task]?.seq ?? 0, matrix.hostNames[host] ?? '')),
  );
  const missing = cells.filter((cell) => !known.has(cell)).length;
  const filtered = [filter.outcomes.join(', '), filter.text, filter.host].filter((text) => text !== '');
  return (
    <div className="print-only">
      {filtered.length > 0 && <p>{t('printedOnly', { filter: filtered.join(' · ') })}</p>}
      {cells.length < rows.results && (
        <p className="notice notice-warn">{t('printedFirst', { shown: cells.length, count: rows.results })}</p>
      )}
      {missing > 0 && <p className="notice notice-warn">{t('printedWithout', { count: missing })}</p>}
      <table className="printed-results">
        <caption className="unseen">{t('title')}</caption>
        <thead>
          <tr>
            {(['outcome', 'onHost', 'message', 'duration'] as const).map((title) => (
              <th key={title} scope="col">
                {t(title)}
              </th>
            ))}
          </tr>
        </thead>
        {tasks.map((one) => (
          <TaskRows key={one.task} matrix={matrix} printed={one} known={known} />
        ))}
      </table>
    </div>
  );
}

interface TaskProps {
  matrix: Matrix;
  printed: PrintedTask;
  known: ReadonlyMap<string, RowResult>;
}

function TaskRows({ matrix, printed, known }: TaskProps) {
  const t = useResultsListText();
  const format = useFormat();
  const task = matrix.tasks[printed.task];
  if (task === undefined) return null;
  return (
    <tbody>
      <tr>
        <th colSpan={4} scope="rowgroup">
          {task.name} <span className="muted">{task.action}</span>{' '}
          <span className="muted">
            <Moment at={task.startedAt} exact />
          </span>
        </th>
      </tr>
      {printed.hosts.map((host) => {
        const name = matrix.hostNames[host] ?? '';
        const result = known.get(keyOfCell(task.seq, name));
        return (
          <tr key={host}>
            <td>{outcomeOfSign(task.cells[host])}</td>
            <td>{name}</td>
            <td className="printed-message">
              {[result?.message, result?.itemCount == null ? null : t('items', { count: result.itemCount })]
                .filter((text) => text != null)
                .join(' · ')}
            </td>
            <td className="figures">{result?.duration != null && format.duration(result.duration)}</td>
          </tr>
        );
      })}
    </tbody>
  );
}
