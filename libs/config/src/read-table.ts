import { Refusal, type Setting, type SettingsTable, type ValuesOf } from './setting.js';

/** The values of a table, and every mistake in the order of its rows: the values hold only when there is none. */
export function readTable<Table extends SettingsTable>(
  table: Table,
  env: NodeJS.ProcessEnv,
): { values: ValuesOf<Table>; mistakes: string[] } {
  const mistakes: string[] = [];
  const read = (row: Setting): unknown => {
    const text = textOf(table, row, env);
    if (text === null) return row.kind.unset;
    const value = row.kind.parse(text);
    if (value instanceof Refusal) mistakes.push(...value.sentences.map((sentence) => `${row.variable} ${sentence}`));
    return value;
  };
  const values = Object.fromEntries(Object.entries(table).map(([name, row]) => [name, read(row)]));
  return { values: values as ValuesOf<Table>, mistakes };
}

/** The text that is parsed; null when there is none. */
function textOf(table: SettingsTable, row: Setting, env: NodeJS.ProcessEnv): string | null {
  const given = env[row.variable]?.trim();
  if (given) return given;
  if (row.required) return '';
  if (typeof row.default !== 'object') return row.default === undefined ? null : String(row.default);
  return row.default.from((variable) => {
    const other = Object.values(table).find((candidate) => candidate.variable === variable);
    if (other === undefined)
      throw new Error(`The default of ${row.variable} is made of ${variable}, which is no setting`);
    return textOf(table, other, env) ?? '';
  });
}
