import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useFormat } from '../time/format.js';
import { Moment } from '../time/moment.js';
import { ResultBadges } from './result-badges.js';
import { ResultBody } from './result-body.js';
import type { ListedResult } from './results.query.js';
import { TaskName } from './task-name.js';
import './results.css';

/** The run that a failure was in. */
export interface FailureOrigin {
  uuid: string;
  name: string | null;
}

/** A failure, open with its message. */
export function FailureCard({ result, origin }: { result: ListedResult; origin: FailureOrigin | null }) {
  const [open, setOpen] = useState(false);
  const format = useFormat();
  const forgiven = result.ignored || result.rescued;
  return (
    <article className={forgiven ? 'failure failure-forgiven panel' : `failure failure-${result.status} panel`}>
      <header>
        <ResultBadges result={result} />
        <Link className="host" to="/hosts/$name" params={{ name: result.hostName }}>
          {result.hostName}
        </Link>
        <span className="muted">
          <Moment at={result.occurredAt} />
        </span>
        {result.duration !== null && <span className="muted numbers">after {format.duration(result.duration)}</span>}
        {origin !== null && (
          <Link className="playbook" to="/runs/$uuid" params={{ uuid: origin.uuid }}>
            {origin.name ?? 'its run'}
          </Link>
        )}
      </header>
      <p className="failure-task">
        <TaskName result={result} />
      </p>
      <pre className="message" tabIndex={0}>
        {result.message ?? (result.task?.noLog === true ? 'Hidden by no_log.' : 'It gave no message.')}
      </pre>
      <button type="button" className="quiet" data-stop="failure" aria-expanded={open} onClick={() => setOpen(!open)}>
        {open ? 'Hide the result' : 'Show the whole result'}
      </button>
      {open && <ResultBody id={result.id} said={result.message} />}
    </article>
  );
}
