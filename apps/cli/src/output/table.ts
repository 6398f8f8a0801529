import { styleText } from 'node:util';
import type { Terminal } from './terminal.js';
import { oneLine } from './words.js';

/** One column of a table; `of` gives a row's text. */
export interface Column<Row> {
  title: string;
  of: (row: Row) => string;
  /** Numbers stand under each other by their last digit. */
  right?: boolean;
  /** Gives room first when the terminal is narrow. */
  flexible?: boolean;
}

const GAP = '  ';
/** A text shortened to less than this says nothing. */
const NARROWEST = 12;

type Format = Parameters<typeof styleText>[0];

/** Colours of what a reader looks for; the words are statuses and outcomes of the API. */
const COLOURS = new Map<string, Format>([
  ['failed', 'red'],
  ['unreachable', 'red'],
  ['interrupted', 'red'],
  ['regressed', 'red'],
  ['new', 'red'],
  ['differs', 'yellow'],
  ['changed', 'yellow'],
  ['running', 'cyan'],
  ['completed', 'green'],
  ['ok', 'green'],
]);

/**
 * A table that fits the terminal: flexible columns are shortened, the widest first. Where nobody looks, nothing is.
 * Columns that are empty in every row are left out.
 */
export function table<Row>(columns: readonly Column<Row>[], rows: readonly Row[], terminal: Terminal): string {
  const cells = columns.map((column) => rows.map((row) => oneLine(column.of(row))));
  const shown = columns
    .map((column, index) => ({ ...column, texts: cells[index] ?? [] }))
    .filter(({ texts }) => texts.some((text) => text !== ''));
  const widths = fit(shown, terminal.width);
  const line = (texts: readonly string[], styled: (text: string) => string) =>
    shown
      .map(({ right }, index) => {
        const text = shorten(texts[index] ?? '', widths[index] ?? 0);
        const padding = ' '.repeat((widths[index] ?? 0) - lengthOf(text));
        return right === true ? `${padding}${styled(text)}` : `${styled(text)}${padding}`;
      })
      .join(GAP)
      .trimEnd();
  const title = (text: string) => style('bold', text, terminal);
  const body = rows.map((_, row) =>
    line(
      shown.map(({ texts }) => texts[row] ?? ''),
      (text) => paint(text, terminal),
    ),
  );
  return [
    line(
      shown.map((column) => column.title),
      title,
    ),
    ...body,
  ].join('\n');
}

/** Facts one below the other, each behind its name; those without a value are left out. */
export function facts(pairs: readonly (readonly [name: string, value: string | null])[], terminal: Terminal): string {
  const known = pairs.filter((pair): pair is readonly [string, string] => pair[1] !== null && pair[1] !== '');
  const width = Math.max(0, ...known.map(([name]) => name.length));
  return known.map(([name, value]) => `${name.padEnd(width)}${GAP}${paint(oneLine(value), terminal)}`).join('\n');
}

function fit<Row>(columns: readonly (Column<Row> & { texts: readonly string[] })[], width: number | null): number[] {
  const widths = columns.map(({ title, texts }) =>
    texts.reduce((widest, text) => Math.max(widest, lengthOf(text)), title.length),
  );
  if (width === null) return widths;
  const excess = () => widths.reduce((sum, one) => sum + one, (columns.length - 1) * GAP.length) - width;
  while (excess() > 0) {
    const widest = columns
      .map((column, index) => ({ index, width: column.flexible === true ? (widths[index] ?? 0) : 0 }))
      .reduce((a, b) => (b.width > a.width ? b : a), { index: -1, width: NARROWEST });
    if (widest.index < 0) break;
    widths[widest.index] = widest.width - 1;
  }
  return widths;
}

function shorten(text: string, width: number): string {
  return lengthOf(text) <= width ? text : `${[...text].slice(0, width - 1).join('')}…`;
}

function paint(text: string, terminal: Terminal): string {
  const colour = COLOURS.get(text);
  return colour === undefined ? text : style(colour, text, terminal);
}

/** The terminal has been asked already: Node need not look again. */
function style(format: Format, text: string, { coloured }: Terminal): string {
  return coloured ? styleText(format, text, { validateStream: false }) : text;
}

function lengthOf(text: string): number {
  return [...text].length;
}
