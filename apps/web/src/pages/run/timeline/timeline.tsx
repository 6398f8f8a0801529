import { getRouteApi, Link } from '@tanstack/react-router';
import { useVirtualizer } from '@tanstack/react-virtual';
import { scaleLinear } from '@visx/scale';
import { useMemo, useRef } from 'react';
import { Legend } from '../../../kit/charts/legend.js';
import { usePrinting } from '../../../kit/printing/use-printing.js';
import { DataTable, type Column } from '../../../kit/table/data-table.js';
import { durationTicks } from '../../../kit/time/duration-ticks.js';
import { useFormat } from '../../../kit/time/format.js';
import type { Matrix } from '../matrix/matrix.query.js';
import { countOfHalf, slowHosts, timedTasks, type SlowHost, type TimedTask } from './critical-path.js';
import './timeline.css';
import { useTimelineText } from './timeline.messages.js';

const ROW = 24;
/** Seconds that a host kept the others waiting: less is chance. */
const WORTH_TELLING = 0.5;
const ORDERS = ['asRun', 'longest'] as const;
const route = getRouteApi('/runs/$uuid');

interface Props {
  matrix: Matrix;
  startedAt: string;
  /** Seconds that the run took, or has taken so far. */
  duration: number;
}

/** When each task ran, which of them made the run as long as it was, and which hosts the others waited for. */
export function Timeline({ matrix, startedAt, duration }: Props) {
  const t = useTimelineText();
  const format = useFormat();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const order = ORDERS.find((one) => one === search.order) ?? 'asRun';
  const start = Date.parse(startedAt);
  const timed = useMemo(() => timedTasks(matrix.tasks, start + duration * 1_000), [matrix.tasks, start, duration]);
  const shown = useMemo(
    () => (order === 'asRun' ? timed : timed.toSorted((a, b) => b.end - b.start - (a.end - a.start))),
    [timed, order],
  );
  const columns = useMemo<Column<SlowHost>[]>(
    () => [
      { id: 'host', title: t('slow'), header: true, cell: ({ host }) => <HostLink name={host} /> },
      {
        id: 'tasks',
        title: t('slowTasks'),
        figures: true,
        label: t('slowTasks'),
        cell: ({ tasks }) => format.number(tasks),
      },
      { id: 'cost', title: t('cost'), figures: true, label: t('cost'), cell: ({ cost }) => format.duration(cost) },
    ],
    [t, format],
  );
  const hosts = useMemo(() => slowHosts(timed).slice(0, 10), [timed]);
  return (
    <div className="timeline">
      <div className="title-row">
        <PathSentence timed={timed} />
        <BarsLegend />
        <div className="choices" role="group" aria-label={t('order')}>
          {ORDERS.map((one) => (
            <button
              key={one}
              type="button"
              aria-pressed={order === one}
              onClick={() =>
                void navigate({
                  search: (known) => ({ ...known, order: one === 'asRun' ? undefined : one }),
                  replace: true,
                  resetScroll: false,
                })
              }
            >
              {t(one)}
            </button>
          ))}
        </div>
      </div>
      <Bars timed={shown} start={start} seconds={Math.max(duration, 0.001)} />
      {hosts.length > 0 && (
        <div className="slow-hosts">
          <p className="muted">{t('costMeaning')}</p>
          <DataTable columns={columns} rows={hosts} keyOf={({ host }) => host} caption={t('slow')} />
        </div>
      )}
    </div>
  );
}

function HostLink({ name }: { name: string }) {
  return (
    <Link to="/hosts/$name" params={{ name }}>
      {name}
    </Link>
  );
}

/** What the colours of the bars say. */
function BarsLegend() {
  const t = useTimelineText();
  return (
    <Legend
      entries={(['critical', 'beside', 'waited'] as const).map((name) => ({
        className: SWATCHES[name],
        name: t(`legend.${name}`),
      }))}
      swatch={(className) => <span className={`lane-swatch ${className}`} />}
    />
  );
}

const SWATCHES = { critical: 'lane-critical', beside: 'lane-beside', waited: 'lane-waited' };

function PathSentence({ timed }: { timed: readonly TimedTask[] }) {
  const t = useTimelineText();
  const format = useFormat();
  const lengths = timed.filter(({ critical }) => critical).map(({ start, end }) => (end - start) / 1_000);
  const total = lengths.reduce((sum, length) => sum + length, 0);
  return (
    <p className="timeline-path">
      {t('path', {
        duration: format.duration(total),
        tasks: lengths.length,
        all: timed.length,
        half: t('half', { count: countOfHalf(lengths) }),
      })}
    </p>
  );
}

function Bars({ timed, start, seconds }: { timed: readonly TimedTask[]; start: number; seconds: number }) {
  const format = useFormat();
  const frame = useRef<HTMLDivElement>(null);
  const printing = usePrinting();
  const virtual = useVirtualizer({
    count: timed.length,
    getScrollElement: () => frame.current,
    estimateSize: () => ROW,
    overscan: printing ? timed.length : 20,
  });
  const part = scaleLinear({ domain: [start, start + seconds * 1_000], range: [0, 100] });
  const axis = scaleLinear({ domain: [0, seconds], range: [0, 100] });
  const ticks = durationTicks(seconds, 4);
  const step = (ticks[1] ?? 1) - (ticks[0] ?? 0);
  return (
    <div className="panel lanes" ref={frame} tabIndex={0}>
      <div className="lanes-axis" aria-hidden="true">
        {ticks.map((tick) => (
          <span key={tick} style={{ left: `${axis(tick)}%` }}>
            {format.duration(tick, step)}
          </span>
        ))}
      </div>
      <ol style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start: top }) => {
          const one = timed[index];
          return one && <Bar key={one.task.seq} timed={one} top={top} part={part} />;
        })}
      </ol>
    </div>
  );
}

function Bar({ timed, top, part }: { timed: TimedTask; top: number; part: (at: number) => number }) {
  const t = useTimelineText();
  const format = useFormat();
  const navigate = route.useNavigate();
  const { task, start, end, critical } = timed;
  const cost = (task.slowestDuration ?? 0) - (task.medianDuration ?? 0);
  const words = { task: task.name, duration: format.duration((end - start) / 1_000) };
  const told =
    cost > WORTH_TELLING && task.slowestHost !== null
      ? t('waited', { ...words, cost: format.duration(cost), host: task.slowestHost })
      : t('bar', words);
  const left = part(start);
  const waited = Math.min(cost * 1_000, end - start);
  const toSlowest = () =>
    void navigate({
      search: (search) => ({ ...search, task: String(task.seq), host: task.slowestHost ?? undefined }),
      replace: true,
      resetScroll: false,
    });
  return (
    <li className="lane-row" style={{ top }}>
      <button type="button" className="lane-name" title={told} disabled={task.slowestHost === null} onClick={toSlowest}>
        {task.name}
      </button>
      <span className="lane">
        <span
          className={critical ? 'lane-bar lane-critical' : 'lane-bar'}
          style={{ left: `${left}%`, width: `${Math.max(0.15, part(end) - left)}%` }}
        />
        {cost > WORTH_TELLING && (
          <span
            className="lane-waited"
            style={{ left: `${part(end - waited)}%`, width: `${part(end) - part(end - waited)}%` }}
          />
        )}
      </span>
      <span className="lane-duration numbers">{words.duration}</span>
    </li>
  );
}
