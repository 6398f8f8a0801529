import { Moment } from '../../kit/time/moment.js';
import { likeHosts, type LikeHosts } from './like-hosts.js';
import type { Matrix } from './matrix-of.js';
import { TagText } from './state-cell.js';
import { useStateMatrixText } from './state-matrix.messages.js';

/** A matrix that is wider than any paper, as a table: of each service, the hosts on which it is the same. */
export function PrintedState({ matrix: { rows } }: { matrix: Matrix }) {
  const t = useStateMatrixText();
  return (
    <div className="print-only">
      <table className="printed-state">
        <caption className="unseen">{t('matrix')}</caption>
        <thead>
          <tr>
            {(['service', 'runs', 'when', 'hosts'] as const).map((title) => (
              <th key={title} scope="col">
                {t(title)}
              </th>
            ))}
          </tr>
        </thead>
        {rows.map((row) => (
          <tbody key={row.service}>
            {likeHosts(row).map((group, index, groups) => (
              <tr key={group.hosts[0]}>
                {index === 0 && (
                  <th scope="rowgroup" rowSpan={groups.length}>
                    {row.service}
                  </th>
                )}
                <GroupCells group={group} />
              </tr>
            ))}
          </tbody>
        ))}
      </table>
    </div>
  );
}

function GroupCells({ group: { state, hosts, from, to } }: { group: LikeHosts }) {
  const t = useStateMatrixText();
  return (
    <>
      <td>
        <TagText state={state} words={t} /> {state.action} {state.release} {state.outcome}
        {state.unfinished !== null ? ` – ${t('unfinished')}` : state.divergent && ` ≠ ${t('differs')}`}
      </td>
      <td>
        <Moment at={from} exact />
        {to !== from && (
          <>
            {' – '}
            <Moment at={to} exact />
          </>
        )}
      </td>
      <td>
        {t('onHosts', { count: hosts.length })}: {hosts.join(', ')}
      </td>
    </>
  );
}
