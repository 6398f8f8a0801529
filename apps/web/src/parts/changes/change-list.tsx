import { Link } from '@tanstack/react-router';
import { Moment } from '../../kit/time/moment.js';
import { unifiedLines } from '../results/diff-lines.js';
import { DiffText } from '../results/diff-view.js';
import { Playbook } from '../runs/run-cells.js';
import './change-list.css';
import { useChangesText } from './changes.messages.js';
import type { Change } from './changes.query.js';

/** Changes with who, when, from which commit; `open` shows the diff of each. */
export function ChangeList({ changes, open }: { changes: readonly Change[]; open: boolean }) {
  const t = useChangesText();
  return (
    <ol className="change-list panel" aria-label={t('list')}>
      {changes.map((change) => (
        <li key={change.resultId}>
          <ChangeRow change={change} open={open} />
        </li>
      ))}
    </ol>
  );
}

function ChangeRow({ change, open }: { change: Change; open: boolean }) {
  const t = useChangesText();
  const { occurredAt, hostName, delegates, service, action, operator, environment, configurationCommit, task, run } =
    change;
  return (
    <article className="change">
      <p className="change-when">
        <Moment at={occurredAt} />
      </p>
      <div className="change-what">
        <p className="change-task">
          {task === null ? <span className="muted">{t('unknownTask')}</span> : <strong>{task.name}</strong>}
          {task !== null && <span className="muted">{task.action}</span>}
          {change.checkMode && (
            <span className="tag tag-check" title={t('checkMeaning')}>
              {t('check')}
            </span>
          )}
        </p>
        <p className="change-facts">
          <Link to="/hosts/$name" params={{ name: hostName }}>
            {hostName}
          </Link>
          {delegates.length > 0 && <span>{t('delegated', { hosts: delegates.join(', ') })}</span>}
          {service !== null && (
            <Link to="/services/$name" params={{ name: service }}>
              {service}
            </Link>
          )}
          {action !== null && <span>{action}</span>}
          {environment !== null && <span className="muted">{environment}</span>}
          {operator !== null && <span className="change-operator">{operator}</span>}
          {configurationCommit !== null && (
            <code title={configurationCommit}>{t('commit', { commit: configurationCommit.slice(0, 10) })}</code>
          )}
          <Playbook run={run} />
        </p>
        <ChangeDiff change={change} open={open} />
      </div>
    </article>
  );
}

function ChangeDiff({ change, open }: { change: Change; open: boolean }) {
  const t = useChangesText();
  const { state, text } = change.diff;
  if (state === 'hidden' || state === 'not_given' || state === 'not_requested') {
    return <p className="change-no-diff muted">{t(state)}</p>;
  }
  return (
    // By its key it is opened and closed again with all the others.
    <details key={String(open)} open={open} className="change-diff">
      <summary>{t('diff')}</summary>
      <DiffText name={change.task?.name ?? t('diff')} lines={unifiedLines(text ?? '')} />
      {state === 'cut' && <p className="muted">{t('diffCut')}</p>}
    </details>
  );
}
