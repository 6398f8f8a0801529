import { OPEN_ID_TABLE, SETTINGS_TABLE } from './settings-table.js';
import type { Setting, SettingsTable } from './setting.js';

const HEAD = ['variable', 'value', 'default', 'used by', 'meaning'];
const BEGIN = '<!-- settings: `npm run generate` writes this table -->';
const END = '<!-- /settings -->';

/** Where which table stands. Links in a table are as seen from there. */
export const SETTINGS_DOCUMENTS = { 'README.md': SETTINGS_TABLE, 'docs/access.md': OPEN_ID_TABLE };

/** The document with its table as the code has it, laid out as prettier does. */
export function generateSettingsTable(document: string, table: SettingsTable): string {
  const [begin, end] = [document.indexOf(BEGIN), document.indexOf(END)];
  if (begin < 0 || end < begin) throw new Error(`The document has no lines ${BEGIN} and ${END}`);
  return `${document.slice(0, begin)}${BEGIN}\n\n${markdownOf(table)}\n\n${document.slice(end)}`;
}

function markdownOf(table: SettingsTable): string {
  const rows = [HEAD, ...Object.values(table).map(cellsOf)];
  const widths = HEAD.map((_, at) => Math.max(...rows.map((cells) => cells[at]?.length ?? 0)));
  const lines = rows.map((cells) => `| ${cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' | ')} |`);
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return [lines[0], rule, ...lines.slice(1)].join('\n');
}

function cellsOf(row: Setting): string[] {
  const { variable, kind, usedBy, meaning } = row;
  return [`\`${variable}\``, kind.allowed, defaultOf(row), usedBy.join(', '), meaning];
}

function defaultOf({ default: given, required, whenUnset }: Setting): string {
  if (typeof given === 'object') return given.shown;
  if (given === undefined) return whenUnset ?? (required ? 'required' : 'none');
  return typeof given === 'number' ? String(given) : `\`${given}\``;
}
