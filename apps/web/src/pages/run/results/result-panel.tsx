import { getRouteApi, Link } from '@tanstack/react-router';
import { CopyButton } from '../../../kit/clipboard/copy-button.js';
import { Drawer } from '../../../kit/drawer/drawer.js';
import { useGraphql } from '../../../kit/graphql/use-graphql.js';
import { Loading } from '../../../kit/notices/loading.js';
import { Trouble } from '../../../kit/notices/trouble.js';
import { useFormat } from '../../../kit/time/format.js';
import { Moment } from '../../../kit/time/moment.js';
import { FailureCause } from '../../../parts/results/failure-cause.js';
import { ResultBadges } from '../../../parts/results/result-badges.js';
import { ResultBody } from '../../../parts/results/result-body.js';
import { useResultsText } from '../../../parts/results/results.messages.js';
import type { FailedResult } from '../../../parts/results/results.query.js';
import { TaskLine } from '../../../parts/results/task-line.js';
import { TextBlock } from '../../../parts/results/text-block.js';
import './result-panel.css';
import { OpenedResultQuery } from './run-results.query.js';

const route = getRouteApi('/runs/$uuid');

/** The result that the URL names by task and host, beside the page; Escape closes it. */
export function ResultPanel() {
  const t = useResultsText();
  const { uuid } = route.useParams();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { task, host } = search;
  const isOpen = task !== undefined && host !== undefined && /^\d{1,9}$/.test(task);
  const close = () => {
    const { task: _task, host: _host, line: _line, ...rest } = search;
    void navigate({ search: rest, replace: true, resetScroll: false });
  };
  return (
    <Drawer
      isOpen={isOpen}
      onClose={close}
      title={t('result')}
      closeTitle={t('closed')}
      actions={<CopyButton text={() => window.location.href} title={t('copyLink')} />}
    >
      {isOpen && <OpenedResults run={uuid} task={Number(task)} host={host} />}
    </Drawer>
  );
}

function OpenedResults({ run, task, host }: { run: string; task: number; host: string }) {
  const t = useResultsText();
  const { data, error } = useGraphql(OpenedResultQuery, { run, filter: { taskSeq: [task], host } });
  if (error !== null) return <Trouble error={error} />;
  if (data === null) return <Loading />;
  const results = data.run?.results.nodes ?? [];
  const droppedAt = data.run?.detailsDroppedAt ?? null;
  if (droppedAt !== null) {
    return (
      <p className="muted">
        {t('dropped')} <Moment at={droppedAt} exact />.
      </p>
    );
  }
  if (results.length === 0) return <p className="muted">{t('gone')}</p>;
  return results.map((result) => <OpenedResult key={result.id} run={run} result={result} />);
}

function OpenedResult({ run, result }: { run: string; result: FailedResult }) {
  const t = useResultsText();
  const format = useFormat();
  const place = { task: String(result.task?.seq ?? ''), host: result.hostName };
  const text = result.message ?? (result.task?.noLog === true ? t('hidden') : null);
  return (
    <article className="opened-result">
      <p className="drawer-facts">
        <ResultBadges result={result} />
        <Link className="host" to="/hosts/$name" params={{ name: result.hostName }}>
          {result.hostName}
        </Link>
        <span className="muted">
          <Moment at={result.occurredAt} />
        </span>
        {result.duration !== null && (
          <span className="muted numbers">{t('took', { duration: format.duration(result.duration) })}</span>
        )}
      </p>
      <p className="failure-task">
        <TaskLine result={result} run={run} />
      </p>
      {text !== null && <TextBlock name="msg" text={text} place={place} />}
      <FailureCause result={result} run={run} place={place} />
      <ResultBody id={result.id} said={result.message} place={place} />
    </article>
  );
}
