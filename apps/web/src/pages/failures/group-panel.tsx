import { getRouteApi, Link } from '@tanstack/react-router';
import { Drawer } from '../../kit/drawer/drawer.js';
import { useGraphql } from '../../kit/graphql/use-graphql.js';
import { Loading } from '../../kit/notices/loading.js';
import { Trouble } from '../../kit/notices/trouble.js';
import { Moment } from '../../kit/time/moment.js';
import { FailureCard } from '../../parts/results/failure-card.js';
import { useResultsText } from '../../parts/results/results.messages.js';
import { useFailuresText } from './failures.messages.js';
import { FailureGroupQuery, type ShownGroup } from './failures.query.js';
import { GroupNotes } from './group-notes.js';
import { ticketOf } from './note-links.js';
import { StateTag } from './state-tag.js';

const route = getRouteApi('/failures');

/** The cause that the URL names, beside the list. */
export function GroupPanel() {
  const t = useFailuresText();
  const { group } = route.useSearch();
  const navigate = route.useNavigate();
  const close = () =>
    void navigate({ search: (search) => ({ ...search, group: undefined }), replace: true, resetScroll: false });
  return (
    <Drawer isOpen={group !== undefined} onClose={close} title={t('cause')} closeTitle={t('close')}>
      {group !== undefined && <OpenedGroup id={group} />}
    </Drawer>
  );
}

function OpenedGroup({ id }: { id: string }) {
  const t = useFailuresText();
  const { data, error } = useGraphql(FailureGroupQuery, { id });
  if (error !== null) return <Trouble error={error} />;
  if (data === null) return <Loading />;
  if (data.failureGroup === null) return <p className="muted">{t('unknown')}</p>;
  return <ShownCause group={data.failureGroup} />;
}

function ShownCause({ group }: { group: ShownGroup }) {
  const t = useFailuresText();
  const words = useResultsText();
  const ticket = ticketOf(group.notes.nodes);
  return (
    <>
      <h3 className="cause-heading">{group.title}</h3>
      <p className="drawer-facts muted">
        <StateTag state={group.state} title={words(`state.${group.state}`)} />
        {group.firstSeenAt !== null && (
          <span>
            {t('first')} <Moment at={group.firstSeenAt} />
          </span>
        )}
        {group.lastSeenAt !== null && (
          <span>
            {t('last')} <Moment at={group.lastSeenAt} />
          </span>
        )}
        {ticket !== null && (
          <a href={ticket} rel="noopener noreferrer" target="_blank">
            {t('ticket')}
          </a>
        )}
      </p>
      <h4>{t('signature')}</h4>
      <pre tabIndex={0}>{group.signature}</pre>
      <GroupNotes group={group} />
      <h4>{t('examples')}</h4>
      {group.failures.nodes.length === 0 && <p className="muted">{t('noExamples')}</p>}
      <ul className="failures">
        {group.failures.nodes.map(
          (result) =>
            result.run !== null && (
              <li key={result.id}>
                <FailureCard result={result} run={result.run} tellsRun />
              </li>
            ),
        )}
      </ul>
      <h4>{t('lastRuns')}</h4>
      <ul className="last-runs">
        {group.runs.nodes.map(
          ({ run, counts }) =>
            run !== null && (
              <li key={run.uuid}>
                <Link to="/runs/$uuid" params={{ uuid: run.uuid }}>
                  {run.name ?? run.uuid}
                </Link>{' '}
                <span className="muted">
                  <Moment at={run.startedAt} /> · {t('times', { count: counts.total })}
                </span>
              </li>
            ),
        )}
      </ul>
    </>
  );
}
