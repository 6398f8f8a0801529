import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { writeJson } from '#exact-json';
import type { Json } from '../../kit/graphql/graphql.js';
import { DataTable, type Column } from '../../kit/table/data-table.js';
import { Names } from '../../kit/table/names.js';
import { useFormat } from '../../kit/time/format.js';
import { StatusBadge } from '../../parts/counts/status-badge.js';
import { useComparisonText } from './comparison.messages.js';
import type { Comparison } from './comparison.query.js';

type Turned = Comparison['turned']['nodes'][number];
type Fact = Comparison['changedFacts'][number];
type Image = Comparison['images']['nodes'][number];
type Lone = Comparison['onlyAfter']['nodes'][number];
type Host = Comparison['hosts']['nodes'][number];
type Duration = Comparison['durations']['nodes'][number];

/** The parts of a comparison that have something to tell. */
export function ComparisonTables({ comparison }: { comparison: Comparison }) {
  const t = useComparisonText();
  const format = useFormat();
  const { turned, changedFacts, images, onlyBefore, onlyAfter, hosts, durations, after } = comparison;
  const facts: Column<Fact>[] = [
    { id: 'fact', title: t('fact'), header: true, cell: ({ name }) => name },
    {
      id: 'before',
      title: t('before'),
      className: 'prose',
      label: t('before'),
      cell: (fact) => <Value value={fact.before} />,
    },
    {
      id: 'after',
      title: t('after'),
      className: 'prose',
      label: t('after'),
      cell: (fact) => <Value value={fact.after} />,
    },
  ];
  const imageColumns: Column<Image>[] = [
    { id: 'container', title: t('container'), header: true, cell: ({ containerName }) => containerName },
    { id: 'host', title: t('host'), cell: ({ hostName }) => hostName },
    { id: 'before', title: t('before'), className: 'prose', cell: ({ imageBefore }) => <code>{imageBefore}</code> },
    { id: 'after', title: t('after'), className: 'prose', cell: ({ imageAfter }) => <code>{imageAfter}</code> },
  ];
  const loneColumns: Column<Lone>[] = [
    { id: 'task', title: t('task'), header: true, className: 'prose', cell: ({ task }) => task.name },
    {
      id: 'hosts',
      title: t('host'),
      className: 'prose',
      cell: ({ hostNames, everywhere }) => (everywhere ? t('everywhere') : <Names names={hostNames} />),
    },
  ];
  const hostColumns: Column<Host>[] = [
    { id: 'host', title: t('host'), header: true, cell: ({ hostName }) => hostName },
    { id: 'before', title: t('before'), cell: ({ before }) => <Outcome status={before} /> },
    { id: 'after', title: t('after'), cell: (host) => <Outcome status={host.after} /> },
  ];
  const durationColumns: Column<Duration>[] = [
    { id: 'task', title: t('task'), header: true, className: 'prose', cell: ({ task }) => task.name },
    { id: 'before', title: t('before'), figures: true, cell: ({ before }) => format.duration(before) },
    { id: 'after', title: t('after'), figures: true, cell: (one) => format.duration(one.after) },
    {
      id: 'difference',
      title: t('difference'),
      figures: true,
      cell: ({ difference }) => `${difference < 0 ? '−' : '+'}${format.duration(Math.abs(difference))}`,
    },
  ];
  const total = [turned, images, onlyBefore, onlyAfter, hosts].reduce((sum, { totalCount }) => sum + totalCount, 0);
  if (total + changedFacts.length === 0) return <p className="notice notice-good">{t('nothing')}</p>;
  return (
    <>
      <Part title={t('turned')} list={turned}>
        <TurnedTable rows={turned.nodes} run={after.uuid} />
      </Part>
      <Part title={t('facts')} list={{ totalCount: changedFacts.length, nodes: changedFacts }}>
        <DataTable columns={facts} rows={changedFacts} keyOf={({ name }) => name} caption={t('facts')} />
      </Part>
      <Part title={t('images')} list={images}>
        <DataTable
          columns={imageColumns}
          rows={images.nodes}
          keyOf={({ hostName, containerName }) => `${hostName} ${containerName}`}
          caption={t('images')}
        />
      </Part>
      <Part title={t('hosts')} list={hosts}>
        <DataTable columns={hostColumns} rows={hosts.nodes} keyOf={({ hostName }) => hostName} caption={t('hosts')} />
      </Part>
      <Part title={t('onlyAfter')} list={onlyAfter}>
        <DataTable columns={loneColumns} rows={onlyAfter.nodes} keyOf={keyOfLone} caption={t('onlyAfter')} />
      </Part>
      <Part title={t('onlyBefore')} list={onlyBefore}>
        <DataTable columns={loneColumns} rows={onlyBefore.nodes} keyOf={keyOfLone} caption={t('onlyBefore')} />
      </Part>
      <Part title={t('durations')} list={durations}>
        <DataTable
          columns={durationColumns}
          rows={durations.nodes}
          keyOf={({ task }) => task.name}
          caption={t('durations')}
        />
      </Part>
    </>
  );
}

function keyOfLone({ task, hostNames }: Lone): string {
  return `${task.name} ${hostNames.join(' ')}`;
}

interface PartProps {
  title: string;
  list: { totalCount: number; nodes: readonly unknown[] };
  children: ReactNode;
}

/** Left out when it has nothing; says when it is not all. */
function Part({ title, list: { totalCount, nodes }, children }: PartProps) {
  const t = useComparisonText();
  if (nodes.length === 0) return null;
  return (
    <section aria-label={title}>
      <h2>{title}</h2>
      {children}
      {totalCount > nodes.length && <p className="muted">{t('shown', { shown: nodes.length, total: totalCount })}</p>}
    </section>
  );
}

function TurnedTable({ rows, run }: { rows: Turned[]; run: string }) {
  const t = useComparisonText();
  const columns: Column<Turned>[] = [
    {
      id: 'task',
      title: t('task'),
      header: true,
      className: 'prose',
      cell: ({ task, hostName, after }) => (
        <Link
          to="/runs/$uuid"
          params={{ uuid: run }}
          search={{ task: String(after.task?.seq ?? ''), host: hostName }}
          data-stop="row"
        >
          {task.name}
        </Link>
      ),
    },
    { id: 'host', title: t('host'), cell: ({ hostName }) => hostName },
    { id: 'before', title: t('before'), cell: ({ before }) => <StatusBadge status={before.status} /> },
    { id: 'after', title: t('after'), cell: ({ after }) => <StatusBadge status={after.status} /> },
    {
      id: 'arguments',
      title: t('changedArguments'),
      className: 'prose',
      cell: ({ details }) =>
        details.changedArguments?.map(({ name, before, after }) => (
          <div key={name}>
            {name}: <Value value={before} /> → <Value value={after} />
          </div>
        )),
    },
    { id: 'message', title: t('message'), className: 'prose', cell: ({ after }) => after.message },
  ];
  const keyOf = ({ task, hostName, after }: Turned) => `${task.name} ${hostName} ${after.task?.seq ?? ''}`;
  return <DataTable columns={columns} rows={rows} keyOf={keyOf} caption={t('turned')} />;
}

function Outcome({ status }: { status: Host['before'] }) {
  const t = useComparisonText();
  return status === null ? <span className="muted">{t('absent')}</span> : <StatusBadge status={status} />;
}

function Value({ value }: { value: Json }) {
  if (value === null) return <span className="muted">–</span>;
  return <code>{typeof value === 'string' ? value : writeJson(value)}</code>;
}
