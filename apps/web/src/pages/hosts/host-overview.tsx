import { useMemo } from 'react';
import { useGraphql } from '../../kit/graphql/use-graphql.js';
import { PACE } from '../../kit/live/pace.js';
import { Trouble } from '../../kit/notices/trouble.js';
import { LastDeployments } from '../../parts/deployments/last-deployments.js';
import { matrixOf } from '../../parts/state/matrix-of.js';
import { StateMatrix } from '../../parts/state/state-matrix.js';
import { useHostsText } from './hosts.messages.js';
import { HostOverviewQuery } from './hosts.query.js';

/** What went well and what failed here last, and what runs here. */
export function HostOverview({ name }: { name: string }) {
  const t = useHostsText();
  const { data, error } = useGraphql(HostOverviewQuery, { name }, { everyMs: PACE.calm });
  const states = data?.stateMatrix;
  const matrix = useMemo(() => matrixOf(states ?? [], '', false), [states]);
  return (
    <>
      <Trouble error={error} />
      {data?.host != null && <LastDeployments {...data.host} named />}
      {matrix.rows.length > 0 && (
        <section aria-labelledby="state">
          <h2 id="state">{t('state')}</h2>
          <StateMatrix matrix={matrix} stale={false} />
        </section>
      )}
    </>
  );
}
