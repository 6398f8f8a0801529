import { useMemo } from 'react';
import { useFormat, type Format } from '../../../kit/time/format.js';
import { Moment } from '../../../kit/time/moment.js';
import { useMatrixText } from './matrix.messages.js';
import type { Matrix } from './matrix.query.js';
import { countsByHost, printedTasks, type PrintedGroup } from './printed-tasks.js';
import { OUTCOMES } from './signs.js';

/** All of a heat map in words, for paper: how each host fared, and each task. */
export function PrintedMatrix({ matrix }: { matrix: Matrix }) {
  const t = useMatrixText();
  const { tasks, leftOut } = useMemo(() => printedTasks(matrix), [matrix]);
  return (
    <div className="print-only">
      <h2>{t('byHost')}</h2>
      <HostTable matrix={matrix} />
      <h2>{t('byTask')}</h2>
      <p>{t('printed')}</p>
      {leftOut.tasks > 0 && <p className="notice notice-warn">{t('tasksLeftOut', { count: leftOut.tasks })}</p>}
      {leftOut.results > 0 && <p className="notice notice-warn">{t('hostsLeftOut', { count: leftOut.results })}</p>}
      <table className="printed-matrix">
        <caption className="unseen">{t('byTask')}</caption>
        <thead>
          <tr>
            {(['task', 'begun', 'outcomes'] as const).map((title) => (
              <th key={title} scope="col">
                {t(title)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {tasks.map(({ task, groups }) => {
            const known = matrix.tasks[task];
            return (
              known !== undefined && (
                <tr key={known.seq}>
                  <th scope="row">{known.name}</th>
                  <td>
                    <Moment at={known.startedAt} exact />
                  </td>
                  <td>
                    <Groups groups={groups} />
                  </td>
                </tr>
              )
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function HostTable({ matrix }: { matrix: Matrix }) {
  const t = useMatrixText();
  const format = useFormat();
  const hosts = useMemo(() => countsByHost(matrix), [matrix]);
  const outcomes = OUTCOMES.filter((outcome) => hosts.some(({ counts }) => counts.has(outcome)));
  return (
    <table className="printed-hosts">
      <caption className="unseen">{t('byHost')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('host')}</th>
          {outcomes.map((outcome) => (
            <th key={outcome} scope="col" className="figures">
              {outcome}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {hosts.map(({ host, counts }) => (
          <tr key={host}>
            <th scope="row">{host}</th>
            {outcomes.map((outcome) => (
              <td key={outcome} className="figures">
                {format.number(counts.get(outcome) ?? 0)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Groups({ groups }: { groups: readonly PrintedGroup[] }) {
  const t = useMatrixText();
  const format = useFormat();
  // Of a play on some of the hosts nobody asks about the others.
  const told = groups.filter(({ outcome, hosts }) => outcome !== null || hosts !== 'others');
  return told.map((group, index) => (
    <span key={group.outcome}>
      {index > 0 && '; '}
      <strong>{group.outcome ?? t('none')}</strong> {hostsOf(group, t, format)}
    </span>
  ));
}

function hostsOf({ count, hosts }: PrintedGroup, t: ReturnType<typeof useMatrixText>, format: Format): string {
  if (hosts === 'all') return t('onAll', { count });
  if (hosts === 'others') return t('onOthers', { count });
  if (hosts === 'left out') return t('onHosts', { count });
  return `${format.number(count)}: ${hosts.join(', ')}`;
}
