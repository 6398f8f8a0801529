import { Link } from '@tanstack/react-router';
import { Fragment, useState } from 'react';
import { useFormat } from '../time/format.js';
import { Moment } from '../time/moment.js';
import { ResultBadges } from './result-badges.js';
import { ResultBody } from './result-body.js';
import type { ListedResult } from './results.query.js';
import { TaskName } from './task-name.js';
import './results.css';

/** Task results, each of which opens to its body. */
export function ResultsTable({ results, stale }: { results: ListedResult[]; stale: boolean }) {
  return (
    <div className={stale ? 'panel scroll stale' : 'panel scroll'}>
      <table className="cards results-table">
        <thead>
          <tr>
            <th scope="col">Status</th>
            <th scope="col">Task</th>
            <th scope="col">Host</th>
            <th scope="col" className="right">
              Duration
            </th>
            <th scope="col">Ended</th>
            <th scope="col">
              <span className="unseen">Body</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {results.map((result) => (
            <ResultRows key={result.id} result={result} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

const COLUMNS = 6;

function ResultRows({ result }: { result: ListedResult }) {
  const [open, setOpen] = useState(false);
  const format = useFormat();
  const name = result.task?.name ?? `event ${result.seq}`;
  return (
    <Fragment>
      <tr>
        <td>
          <ResultBadges result={result} />
        </td>
        <th scope="row">
          <TaskName result={result} />
        </th>
        <td>
          <Link to="/hosts/$name" params={{ name: result.hostName }}>
            {result.hostName}
          </Link>
        </td>
        <td className="right numbers" data-label="took">
          {result.duration === null ? '' : format.duration(result.duration)}
        </td>
        <td>
          <Moment at={result.occurredAt} />
        </td>
        <td className="right">
          <button type="button" className="quiet" aria-expanded={open} onClick={() => setOpen(!open)}>
            {open ? 'Close' : 'Open'}
            <span className="unseen"> {`the result of ${name} on ${result.hostName}`}</span>
          </button>
        </td>
      </tr>
      {open && (
        <tr className="opened">
          <td colSpan={COLUMNS}>
            <ResultBody id={result.id} />
          </td>
        </tr>
      )}
    </Fragment>
  );
}
