import { facts, table, type Column } from './table.js';

interface Row {
  host: string;
  message: string;
  status?: string;
  count?: number;
}

const COLUMNS: Column<Row>[] = [
  { title: 'HOST', of: ({ host }) => host },
  { title: 'STATUS', of: ({ status }) => status ?? '' },
  { title: 'COUNT', of: ({ count }) => (count === undefined ? '' : String(count)), right: true },
  { title: 'MESSAGE', of: ({ message }) => message, flexible: true },
];
const FILE = { width: null, coloured: false };

describe('table', () => {
  it('aligns its columns, numbers by their last digit, and leaves out empty ones', () => {
    const rows = [
      { host: 'ctl-001', message: 'refused', count: 2 },
      { host: 'c', message: 'no\nroute', count: 10 },
    ];
    expect(table(COLUMNS, rows, FILE)).toBe(
      ['HOST     COUNT  MESSAGE', 'ctl-001      2  refused', 'c           10  no route'].join('\n'),
    );
  });

  it('shortens flexible columns to fit the terminal, and nothing elsewhere', () => {
    const rows = [{ host: 'ctl-001', message: 'a message that is longer than the terminal is wide' }];
    expect(table(COLUMNS, rows, { width: 30, coloured: false }).split('\n')).toEqual([
      'HOST     MESSAGE',
      'ctl-001  a message that is lo…',
    ]);
    expect(table(COLUMNS, rows, FILE)).toContain('is wide');
  });

  it('takes the room from the widest column first, and keeps the rest readable', () => {
    const columns = COLUMNS.map((column) => ({ ...column, flexible: true }));
    const rows = [{ host: 'a-host-with-a-name', message: 'x'.repeat(60) }];
    expect(table(columns, rows, { width: 40, coloured: false }).split('\n')[1]).toBe(
      `a-host-with-a-name  ${'x'.repeat(19)}…`,
    );
    expect(table(columns, rows, { width: 10, coloured: false }).split('\n')[1]).toBe(
      `a-host-with…  ${'x'.repeat(11)}…`,
    );
  });

  it('counts signs and not their bytes', () => {
    const rows = [
      { host: '💥', message: 'a' },
      { host: 'four', message: 'b' },
    ];
    expect(table(COLUMNS, rows, FILE).split('\n')).toEqual(['HOST  MESSAGE', '💥     a', 'four  b']);
  });

  it('colours statuses only where they are seen', () => {
    const rows = [{ host: 'ctl-001', message: 'm', status: 'failed' }];
    expect(table(COLUMNS, rows, { width: 80, coloured: true })).toContain('\u001b[31mfailed\u001b[39m');
    expect(table(COLUMNS, rows, { width: 80, coloured: false })).not.toContain('\u001b');
  });
});

describe('facts', () => {
  it('names what is known, and only that', () => {
    const pairs = [
      ['host', 'ctl-001'],
      ['last good', null],
      ['commit', ''],
    ] as const;
    expect(facts(pairs, FILE)).toBe('host  ctl-001');
  });
});
