import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useFormat } from '../../kit/time/format.js';
import { Moment } from '../../kit/time/moment.js';
import { FailureCause } from './failure-cause.js';
import { ResultBadges } from './result-badges.js';
import { ResultBody } from './result-body.js';
import './results.css';
import { useResultsText } from './results.messages.js';
import type { FailedResult } from './results.query.js';
import { TaskLine } from './task-line.js';
import { AnsiText } from './text-block.js';

interface Props {
  result: FailedResult;
  run: { uuid: string; name: string | null };
  /** Whether the page does not say already which run it is. */
  tellsRun?: boolean;
  /** Whether arguments and all else are open from the start. */
  opened?: boolean;
}

/** A failure, open with what it says; the rest one click away. */
export function FailureCard({ result, run, tellsRun = false, opened = false }: Props) {
  const t = useResultsText();
  const format = useFormat();
  const [open, setOpen] = useState(opened);
  const forgiven = result.ignored || result.rescued;
  const place = result.task === null ? undefined : { task: String(result.task.seq), host: result.hostName };
  return (
    <article className={forgiven ? 'failure failure-forgiven panel' : `failure failure-${result.status} panel`}>
      <header>
        <ResultBadges result={result} />
        <Link
          className="host"
          to="/runs/$uuid"
          params={{ uuid: run.uuid }}
          search={{ ...place }}
          resetScroll={tellsRun}
          data-stop="failure"
        >
          {result.hostName}
        </Link>
        <span className="muted">
          <Moment at={result.occurredAt} />
        </span>
        {result.duration !== null && (
          <span className="muted numbers">{t('took', { duration: format.duration(result.duration) })}</span>
        )}
        {tellsRun && (
          <Link className="playbook" to="/runs/$uuid" params={{ uuid: run.uuid }}>
            {run.name ?? t('aRun')}
          </Link>
        )}
      </header>
      <p className="failure-task">
        <TaskLine result={result} />
      </p>
      <pre className="message" tabIndex={0}>
        <AnsiText text={result.message ?? (result.task?.noLog === true ? t('hidden') : t('silent'))} />
      </pre>
      <FailureCause result={result} run={run.uuid} />
      <button type="button" className="quiet" aria-expanded={open} onClick={() => setOpen(!open)}>
        {open ? t('less') : t('more')}
      </button>
      {open && <ResultBody id={result.id} said={result.message} />}
    </article>
  );
}
