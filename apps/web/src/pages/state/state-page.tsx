import { getRouteApi } from '@tanstack/react-router';
import { useMemo } from 'react';
import { TypedField } from '../../kit/filters/typed-field.js';
import { useGraphql } from '../../kit/graphql/use-graphql.js';
import { PACE } from '../../kit/live/pace.js';
import { useTitle } from '../../kit/navigation/use-title.js';
import { Loading } from '../../kit/notices/loading.js';
import { Trouble } from '../../kit/notices/trouble.js';
import { MomentField } from '../../kit/time/moment-field.js';
import { Moment } from '../../kit/time/moment.js';
import { matrixOf } from '../../parts/state/matrix-of.js';
import { StateMatrix } from '../../parts/state/state-matrix.js';
import { useStateMatrixText } from '../../parts/state/state-matrix.messages.js';
import { EnvironmentSelect } from './environment-select.js';
import { StatePanel } from './state-panel.js';
import { StateSteps } from './state-steps.js';
import './state.css';
import { useStateText } from './state.messages.js';
import { StateQuery } from './state.query.js';

const route = getRouteApi('/state');

/** What runs where, now or at a time in the past. */
export function StatePage() {
  const t = useStateText();
  const words = useStateMatrixText();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  useTitle(t('title'));
  const { at, environment, find = '', differs, service, host } = search;
  const turn = (change: Partial<typeof search>, replace = false) =>
    void navigate({ search: (now) => ({ ...now, ...change }), replace });
  const { data, error, stale } = useGraphql(
    StateQuery,
    { at: at ?? null, environment: environment ?? null },
    // What was is settled.
    { everyMs: at === undefined ? PACE.calm : PACE.settled, keep: true },
  );
  const states = data?.stateMatrix;
  const matrix = useMemo(
    () => (states === undefined ? null : matrixOf(states, find, differs === 'yes')),
    [states, find, differs],
  );
  const differing = matrix?.rows.filter((row) => row.differs).length ?? 0;
  return (
    <>
      <div className="title-row">
        <h1>{t('title')}</h1>
        {matrix !== null && (
          <p className="total numbers" role="status">
            {t('total', { count: matrix.rows.length })} {words('onHosts', { count: matrix.hosts.length })}
          </p>
        )}
        <TypedField title={t('find')} hint={t('find')} value={find} onChange={(text) => turn({ find: text }, true)} />
        <EnvironmentSelect value={environment} onChange={(chosen) => turn({ environment: chosen ?? '' })} />
        <label className="check-field">
          <input
            type="checkbox"
            checked={differs === 'yes'}
            onChange={({ target }) => turn({ differs: target.checked ? 'yes' : '' })}
          />
          {t('onlyDiffering')}
        </label>
        <MomentField title={t('at')} at={at} onChange={(moment) => turn({ at: moment ?? '' })} />
      </div>
      <StateSteps at={at} environment={environment} onStep={(moment) => turn({ at: moment ?? '' })} />
      <Trouble error={error} />
      {at !== undefined && (
        <p className="notice notice-past" role="status">
          {t('past')} <Moment at={at} exact />.{' '}
          <button type="button" className="quiet" onClick={() => turn({ at: '' })}>
            {t('now')}
          </button>
        </p>
      )}
      {matrix === null && error === null && <Loading />}
      {differing > 0 && <p className="notice notice-warn">{t('differing', { count: differing })}</p>}
      {matrix?.rows.length === 0 && (
        <p className="empty panel">
          {states?.length === 0
            ? t(at === undefined ? 'none' : 'noneAt')
            : t(differs === 'yes' && find === '' ? 'nothingDiffers' : 'noMatch')}
        </p>
      )}
      {matrix !== null && matrix.rows.length > 0 && <StateMatrix matrix={matrix} stale={stale} />}
      <StatePanel
        cell={service !== undefined && host !== undefined ? { service, host } : null}
        at={at}
        environment={environment}
        onClose={() => void navigate({ search: (now) => ({ ...now, service: '', host: '' }), resetScroll: false })}
      />
    </>
  );
}
