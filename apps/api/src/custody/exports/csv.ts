/** Spreadsheets take a text that begins so for a formula, also behind spaces and in full width, and may run it. */
const FORMULA = /^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r]/;
const QUOTED = /[",\r\n]/;

/** A line of CSV after RFC 4180, with its line end. null is empty; lists are separated by spaces. */
export function csvLine(values: readonly unknown[]): string {
  return `${values.map(csvCell).join(',')}\r\n`;
}

/** A text that a spreadsheet would run gets an apostrophe before it, which it shows as text. Numbers stay numbers. */
function csvCell(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return csvCell(value.join(' '));
  if (typeof value !== 'string') return JSON.stringify(value);
  const harmless = FORMULA.test(value) ? `'${value}` : value;
  return QUOTED.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
