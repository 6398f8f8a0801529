import { writeJson } from '#exact-json';
import type { Json } from '../../kit/graphql/graphql.js';
import { sendQuery } from '../../kit/graphql/send-query.js';
import { useGraphql } from '../../kit/graphql/use-graphql.js';
import { PACE } from '../../kit/live/pace.js';
import { Trouble } from '../../kit/notices/trouble.js';
import { MoreButton } from '../../kit/paging/more-button.js';
import { NO_PAGE } from '../../kit/paging/page-list.js';
import { usePages } from '../../kit/paging/use-pages.js';
import { Moment } from '../../kit/time/moment.js';
import { Playbook } from '../../parts/runs/run-cells.js';
import './host-facts.css';
import { useHostsText } from './hosts.messages.js';
import { FactChangesQuery, HostFactsQuery, type FactChange } from './hosts.query.js';

const keyOf = ({ run, gatheredAt }: FactChange) => `${run?.uuid ?? ''} ${gatheredAt}`;

/** Which facts of the machine have changed, by which run one knows it, and what is known of it now. */
export function HostFacts({ name }: { name: string }) {
  const t = useHostsText();
  const { data, error } = useGraphql(HostFactsQuery, { name }, { everyMs: PACE.calm });
  const facts = data?.host?.facts ?? [];
  if (data === null && error === null) return null;
  return (
    <section aria-labelledby="facts">
      <h2 id="facts">{t(facts.length === 0 ? 'facts' : 'factChanges')}</h2>
      <Trouble error={error} />
      {data !== null && facts.length === 0 && <p className="muted">{t('noFacts')}</p>}
      {facts.length > 0 && (
        <>
          <FactChanges name={name} />
          <details className="facts-now">
            <summary>{t('factsNow')}</summary>
            <dl className="facts-known panel">
              {facts.map((fact) => (
                <div key={fact.name}>
                  <dt>{fact.name}</dt>
                  <dd>
                    <code>{wordOf(fact.value)}</code>{' '}
                    <span className="muted">
                      {t('since')} <Moment at={fact.since} />
                    </span>
                  </dd>
                </div>
              ))}
            </dl>
          </details>
        </>
      )}
    </section>
  );
}

function FactChanges({ name }: { name: string }) {
  const t = useHostsText();
  const paged = usePages<FactChange>({
    key: ['FactChanges', name],
    ask: async (after, signal) =>
      (await sendQuery(FactChangesQuery, { name, after }, signal)).host?.factChanges ?? NO_PAGE,
    everyMs: PACE.calm,
    at: 'head',
    keyOf,
  });
  const { list, error } = paged;
  return (
    <>
      <Trouble error={error} />
      {list?.nodes.length === 0 && <p className="muted">{t('noFactChanges')}</p>}
      {list !== null && list.nodes.length > 0 && (
        <ol className="fact-changes panel" aria-label={t('factChanges')}>
          {list.nodes.map((change) => (
            <li key={keyOf(change)}>
              <p className="fact-when">
                <span className="muted">
                  <Moment at={change.gatheredAt} />
                </span>{' '}
                {change.run !== null && <Playbook run={change.run} />}
              </p>
              <ul>
                {change.facts.map(({ name: fact, before, after }) => (
                  <li key={fact} aria-label={t('turned', { name: fact, before: wordOf(before), after: wordOf(after) })}>
                    <strong>{fact}</strong> <del>{wordOf(before)}</del> <span aria-hidden="true">→</span>{' '}
                    <ins>{wordOf(after)}</ins>
                  </li>
                ))}
              </ul>
            </li>
          ))}
        </ol>
      )}
      <MoreButton paged={paged} />
    </>
  );
}

function wordOf(value: Json): string {
  return typeof value === 'string' ? value : writeJson(value);
}
