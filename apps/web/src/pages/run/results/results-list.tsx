import { getRouteApi } from '@tanstack/react-router';
import { useVirtualizer } from '@tanstack/react-virtual';
import { memo, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { TypedField } from '../../../kit/filters/typed-field.js';
import { useHiddenStops } from '../../../kit/keyboard/stops.js';
import { PACE } from '../../../kit/live/pace.js';
import { Trouble } from '../../../kit/notices/trouble.js';
import { usePrinting } from '../../../kit/printing/use-printing.js';
import { useRangeWith } from '../../../kit/table/use-range-with.js';
import { useFormat, type Format } from '../../../kit/time/format.js';
import { Moment } from '../../../kit/time/moment.js';
import { StatusBadge } from '../../../parts/counts/status-badge.js';
import type { Matrix } from '../matrix/matrix.query.js';
import { isFailure, OUTCOMES, outcomeOfSign, type Outcome } from '../matrix/signs.js';
import { keyOfCell } from './ask-results.js';
import { printQuestions } from './print-questions.js';
import { MOST_PRINTED, PrintedResults } from './printed-results.js';
import { countOutcomes, nextRow, resultRows } from './result-rows.js';
import './results-list.css';
import { useResultsListText } from './results-list.messages.js';
import type { RowResult } from './run-results.query.js';
import { usePrintResults } from './use-print-results.js';
import { useSeenResults } from './use-seen-results.js';

const ROW = 28;
const HEADER = 32;
const route = getRouteApi('/runs/$uuid');

interface Props {
  matrix: Matrix;
  moving: boolean;
  everyMs: number;
}

/** All results of a run, task by task as Ansible prints them; only the rows in sight are on the page. */
export function ResultsList({ matrix, moving, everyMs }: Props) {
  const t = useResultsListText();
  const format = useFormat();
  const { uuid } = route.useParams();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const asked = search.status?.split(',') ?? [];
  const outcomes = OUTCOMES.filter((one) => asked.includes(one));
  const filter = { outcomes, host: search.on ?? '', text: search.text ?? '' };
  const filterKey = JSON.stringify(filter);
  const rows = useMemo(() => resultRows(matrix, JSON.parse(filterKey) as typeof filter), [matrix, filterKey]);
  const counts = useMemo(() => countOutcomes(matrix), [matrix]);
  const frame = useRef<HTMLDivElement>(null);
  const [focus, setFocus] = useState<number>();
  const printing = usePrinting();
  const print = usePrintResults(uuid, () => printQuestions(matrix, rows, filter, MOST_PRINTED));
  const virtual = useVirtualizer({
    count: rows.tasks.length,
    getScrollElement: () => frame.current,
    estimateSize: (row) => (rows.hosts[row] === -1 ? HEADER : ROW),
    overscan: 6,
    rangeExtractor: useRangeWith(focus),
  });
  useHiddenStops(frame, (step, kind, fromOutside) => {
    const row = nextRow(rows, matrix, fromOutside ? null : (focus ?? null), step, kind === 'failure');
    if (row === null) return null;
    setFocus(row);
    virtual.scrollToIndex(row);
    return `[data-row="${row}"]`;
  });
  const items = virtual.getVirtualItems();
  const seen = {
    first: rows.tasks[items[0]?.index ?? 0] ?? 0,
    last: rows.tasks[items.at(-1)?.index ?? 0] ?? 0,
  };
  const results = useSeenResults(uuid, matrix, seen, everyMs);
  const tail = useTail(frame, virtual.getTotalSize(), moving);
  // Rows have two heights: which one a place has depends on the filter.
  useEffect(() => virtual.measure(), [virtual, rows]);

  const change = (next: Partial<Record<'status' | 'on' | 'text', string>>) =>
    void navigate({ search: (known) => ({ ...known, ...next }), replace: true, resetScroll: false });
  const open = useCallback(
    (task: number, host: string) =>
      void navigate({
        search: (known) => ({ ...known, line: undefined, task: String(task), host }),
        replace: true,
        resetScroll: false,
      }),
    [navigate],
  );
  const toggle = (one: Outcome) =>
    change({ status: OUTCOMES.filter((o) => (o === one) !== outcomes.includes(o)).join(',') });

  return (
    <>
      <search className="results-filter" aria-label={t('filter')}>
        {OUTCOMES.filter((one) => counts.has(one)).map((one) => (
          <button
            key={one}
            type="button"
            className="toggle"
            aria-pressed={outcomes.includes(one)}
            onClick={() => toggle(one)}
          >
            {one} <span className="muted numbers">{format.number(counts.get(one) ?? 0)}</span>
          </button>
        ))}
        <TypedField title={t('task')} hint={t('task')} value={filter.text} onChange={(text) => change({ text })} />
        <TypedField title={t('host')} hint={t('host')} value={filter.host} onChange={(on) => change({ on })} />
        <span className="muted numbers" role="status">
          {t('total', { count: rows.results })}
        </span>
        {moving && (
          <button type="button" className="toggle" aria-pressed={tail.follows} onClick={tail.toggle}>
            {tail.follows ? t('following') : t('follow')}
          </button>
        )}
        <button
          type="button"
          className="results-print"
          title={print.part === null ? t('printMeaning') : t('printStop')}
          onClick={print.press}
        >
          {print.part === null ? t('print') : t('printLoading', { part: format.percent(print.part) })}
        </button>
      </search>
      <Trouble error={print.error} />
      {printing && <PrintedResults run={uuid} matrix={matrix} rows={rows} filter={filter} />}
      <div
        className="panel results-frame"
        style={{ height: `min(70dvh, ${virtual.getTotalSize() + 2}px)` }}
        ref={frame}
        tabIndex={0}
        role="region"
        aria-label={t('title')}
        onScroll={tail.onScroll}
        onFocus={({ target }) => setFocus(rowOf(target))}
      >
        <div className="results-rows" style={{ height: virtual.getTotalSize() }}>
          {items.map(({ index, start }) => {
            const task = matrix.tasks[rows.tasks[index] ?? -1];
            const host = rows.hosts[index] ?? -1;
            if (task === undefined) return null;
            if (host === -1) {
              return (
                <div key={task.seq} className="task-row" style={{ top: start, height: HEADER }}>
                  <strong>{task.name}</strong>
                  <span className="muted">{task.action}</span>
                  <span className="muted task-row-time">
                    <Moment at={task.startedAt} />
                  </span>
                </div>
              );
            }
            const name = matrix.hostNames[host] ?? '';
            return (
              <ResultRow
                key={keyOfCell(task.seq, name)}
                task={task.seq}
                host={name}
                outcome={outcomeOfSign(task.cells[host]) ?? 'ok'}
                result={results.get(keyOfCell(task.seq, name))}
                row={index}
                top={start}
                opened={search.task === String(task.seq) && search.host === name}
                words={t}
                format={format}
                onOpen={open}
              />
            );
          })}
        </div>
      </div>
    </>
  );
}

function rowOf(target: HTMLElement): number | undefined {
  const { row } = target.dataset;
  return row === undefined ? undefined : Number(row);
}

interface RowProps {
  task: number;
  host: string;
  outcome: Outcome;
  /** undefined until it has come. */
  result: RowResult | undefined;
  row: number;
  top: number;
  opened: boolean;
  words: ReturnType<typeof useResultsListText>;
  format: Format;
  onOpen: (task: number, host: string) => void;
}

/** Asks nothing of its surroundings: dozens of them come and go with each frame of a fast scroll. */
const ResultRow = memo(function ResultRow(props: RowProps) {
  const { task, host, outcome, result, row, top, opened, words, format, onOpen } = props;
  return (
    <button
      type="button"
      className={opened ? 'result-row result-row-opened' : 'result-row'}
      style={{ top, height: ROW }}
      data-row={row}
      data-stop={isFailure(outcome) ? 'failure' : 'row'}
      onClick={() => onOpen(task, host)}
    >
      <StatusBadge status={outcome} />
      <span className="result-host">{host}</span>
      <span className="result-message muted">{result?.message ?? ''}</span>
      <span className="result-items muted">
        {result?.itemCount == null ? '' : words('items', { count: result.itemCount })}
      </span>
      <span className="result-duration muted numbers">
        {result?.duration == null ? '' : format.duration(result.duration)}
      </span>
    </button>
  );
});

const NEAR_END = 40;
/** The last rows of a run come with its end, or with the answer after it. */
const LAST_ROWS_MS = 2 * PACE.moving;

/** Keeps the end of a growing list in sight, until somebody scrolls up; scrolling back to the end goes on. */
function useTail(frame: React.RefObject<HTMLElement | null>, size: number, moving: boolean) {
  const [follows, setFollows] = useState(true);
  const endedAt = useRef(0);
  useEffect(() => {
    if (!moving) return;
    return () => {
      endedAt.current = Date.now();
    };
  }, [moving]);
  useEffect(() => {
    const { current } = frame;
    const grows = moving || Date.now() - endedAt.current < LAST_ROWS_MS;
    if (grows && follows && current !== null) current.scrollTop = current.scrollHeight;
  }, [frame, size, moving, follows]);
  const isAtEnd = () => {
    const { current } = frame;
    return current === null || current.scrollHeight - current.scrollTop - current.clientHeight < NEAR_END;
  };
  const top = useRef(0);
  const onScroll = () => {
    const now = frame.current?.scrollTop ?? 0;
    if (now < top.current && !isAtEnd()) setFollows(false);
    else if (isAtEnd()) setFollows(true);
    top.current = now;
  };
  return { follows, onScroll, toggle: () => setFollows(!follows) };
}
