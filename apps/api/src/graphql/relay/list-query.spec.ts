import { sql } from '#database';
import { BadInputError } from '../../errors/bad-input.error.js';
import { fromCursor, toCursor } from './cursor.js';
import { containing, ListQuery } from './list-query.js';

const query = () =>
  new ListQuery({
    select: { id: sql<string>('run.id') },
    from: 'run',
    key: [
      { column: 'run.started_at', type: 'timestamptz' },
      { column: 'run.id', type: 'uuid' },
    ],
    order: 'DESC',
  });

describe('ListQuery', () => {
  it('pages behind a key, with one row more than asked for', () => {
    const after = toCursor(['2026-11-22', '019a']);
    expect(query().where('run.controller = ?', 'mgr').page({ first: 10, after })).toEqual({
      text: [
        'SELECT run.id, ARRAY[run.started_at::text, run.id::text] AS key',
        'FROM run',
        'WHERE run.controller = $1',
        '  AND (run.started_at, run.id) < ($2::timestamptz, $3::uuid)',
        'ORDER BY run.started_at DESC, run.id DESC',
        'LIMIT $4',
      ].join('\n'),
      values: ['mgr', '2026-11-22', '019a', 11],
    });
  });

  it('counts the whole list, whatever page was asked for', () => {
    const listed = query().whereGiven('run.controller = ?', 'mgr').whereGiven('run.user_name = ?', null);
    listed.page({ first: 10 });
    expect(listed.count()).toEqual({
      text: 'SELECT count(*)::int AS count\nFROM run\nWHERE run.controller = $1',
      values: ['mgr'],
    });
  });

  it('joins to the rows of a page what they are told with, and nothing to the list', () => {
    const detailed = new ListQuery({
      select: { id: sql<string>('run.id'), name: sql<string>('host.name') },
      from: 'run',
      key: [{ column: 'run.id', type: 'uuid' }],
      order: 'ASC',
      details: { of: 'run', joins: '  JOIN host ON host.id = run.host_id' },
    }).where('run.controller = ?', 'mgr');
    expect(detailed.page({ first: 10 }).text.split('\n')).toEqual([
      'SELECT run.id, host.name, ARRAY[run.id::text] AS key',
      'FROM (',
      '  SELECT run.*',
      '  FROM run',
      '  WHERE run.controller = $1',
      '  ORDER BY run.id ASC',
      '  LIMIT $2',
      ') AS run',
      '  JOIN host ON host.id = run.host_id',
      'ORDER BY run.id ASC',
    ]);
    expect(detailed.count().text).not.toContain('JOIN');
    expect(detailed.all().text).toContain('JOIN host');
  });

  it('groups what the list holds', () => {
    const { text, values } = query()
      .where('run.controller = ?', 'mgr')
      .groups({ by: 'run.status', key: 'run.status', figures: 'count(*) AS n', order: 'n DESC', first: 5 });
    expect(text.split('\n')).toEqual([
      'SELECT run.status AS key, count(*) AS n',
      'FROM run',
      'WHERE run.controller = $1',
      'GROUP BY run.status',
      'ORDER BY n DESC',
      'LIMIT $2',
    ]);
    expect(values).toEqual(['mgr', 5]);
  });

  it('puts values only into parameters', () => {
    const evil = `'; DROP TABLE run; -- ? $1`;
    const { text, values } = query().where('run.controller = ?', evil).page({ first: 1 });
    expect(text).not.toContain('DROP');
    expect(values).toContain(evil);
  });
});

describe('containing', () => {
  it('takes the signs of patterns as themselves', () => {
    expect(containing('50%_\\')).toBe('%50\\%\\_\\\\%');
    expect(containing(null)).toBeNull();
  });
});

describe('cursors', () => {
  it('are read back', () => {
    expect(fromCursor(toCursor(['a', 'b']), 2)).toEqual(['a', 'b']);
  });

  it.each(['', 'nonsense', toCursor(['a']), Buffer.from('{"a":1}').toString('base64url')])('refuses %j', (cursor) => {
    expect(() => fromCursor(cursor, 2)).toThrow(BadInputError);
  });
});
