import { inspect } from 'node:util';
import pg from 'pg';
import { QueryFailedError } from 'typeorm';
import { errorAsText, loggableError } from './loggable-error.js';

const SECRET = 'S3cretProbe';

/** As Postgres's client throws it, with all the fields there are. */
function databaseError(code: string, message: string): pg.DatabaseError {
  return Object.assign(new pg.DatabaseError(message, 99, 'error'), {
    ...{ severity: 'ERROR', code, detail: `Key (secret)=(${SECRET})`, hint: SECRET, where: SECRET },
    ...{ internalQuery: `SELECT '${SECRET}'`, table: 'kept', constraint: 'kept_pkey', routine: 'x' },
  });
}

function thrownBy(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}

const failed = (code: string, message: string) =>
  new QueryFailedError('INSERT INTO kept\n  VALUES ($1)', [SECRET], databaseError(code, message));

describe('what is logged of an error', () => {
  it.each<[string, unknown, object]>([
    [
      'a statement that failed',
      failed('57P01', 'terminating connection due to administrator command'),
      {
        type: 'QueryFailedError',
        code: '57P01',
        message: 'terminating connection due to administrator command',
        statement: 'INSERT INTO kept VALUES ($1)',
        stack: expect.stringMatching(/^ {4}at /),
      },
    ],
    [
      'a row that is there already',
      failed('23505', 'duplicate key value violates unique constraint "kept_pkey"'),
      { message: 'duplicate key value violates unique constraint "kept_pkey"' },
    ],
    [
      'a value that is no UUID',
      failed('22P02', `invalid input syntax for type uuid: "a "quoted" ${SECRET}"`),
      { code: '22P02', message: 'invalid input syntax for type uuid' },
    ],
    [
      'a number that is too large',
      databaseError('22003', `value "${SECRET}" is out of range for type integer`),
      { type: 'DatabaseError', message: 'value "…" is out of range for type integer' },
    ],
    ['a pattern', databaseError('2201B', `invalid regular expression: ${SECRET}`), { code: '2201B' }],
    ['what a function of the database says', databaseError('P0001', `"${SECRET}" is not wanted`), {}],
    ['a syntax error', databaseError('42601', `syntax error at or near "${SECRET}"`), {}],
    [
      'a missing table',
      databaseError('42P01', 'relation "kept" does not exist'),
      { message: 'relation "kept" does not exist' },
    ],
    [
      'a cause',
      new Error('outer', { cause: failed('22P02', `invalid input syntax for type json: "${SECRET}"`) }),
      { message: 'outer', cause: { type: 'QueryFailedError', message: 'invalid input syntax for type json' } },
    ],
    [
      'several at once',
      new AggregateError([failed('40P01', 'deadlock detected'), SECRET.slice(0, 0)], 'all of them'),
      { type: 'AggregateError', errors: [{ code: '40P01' }, { type: 'string' }] },
    ],
    ['JSON that is none', thrownBy(() => JSON.parse(`{"a": ${SECRET}`)), { type: 'SyntaxError' }],
    ['a pattern that is none', thrownBy(() => new RegExp(`(${SECRET}`)), { type: 'SyntaxError' }],
    ['a header that cannot be sent', thrownBy(() => new Headers({ authorization: `Bearer ${SECRET}\n` })), {}],
    ['an argument of Node', thrownBy(() => Buffer.alloc(SECRET as never)), { code: 'ERR_INVALID_ARG_TYPE' }],
    ['a value in code', thrownBy(() => ((SECRET as unknown as { a: { b: 1 } }).a = { b: 1 })), {}],
    [
      'what is undefined',
      thrownBy(() => (undefined as unknown as { batches: number }).batches),
      { message: "Cannot read properties of undefined (reading 'batches')" },
    ],
    [
      'Redis',
      Object.assign(new Error(`ERR unknown command 'SET', with args beginning with: '${SECRET}'`), {
        name: 'ReplyError',
        command: { name: 'SET', args: [SECRET] },
      }),
      { type: 'ReplyError', message: 'ERR unknown command…' },
    ],
    [
      'an answer of a provider',
      Object.assign(new Error('the server refused', { cause: { error_description: SECRET, token: SECRET } }), {
        status: 400,
        response: { body: SECRET },
      }),
      { status: 400, message: 'the server refused', cause: { type: 'Object' } },
    ],
    ['a code that is none', Object.assign(new Error('x'), { code: `a ${SECRET}` }), { message: 'x' }],
    ['a name that is none', Object.assign(new Error('x'), { name: `a ${SECRET}` }), { type: 'unknown' }],
    ['an object that was thrown', { password: SECRET, code: 'E1' }, { type: 'Object', code: 'E1' }],
    ['nothing', null, { type: 'null' }],
    [
      'a message that looks like a stack',
      new SyntaxError(`"${SECRET}\n    at ${SECRET} (file.js:1:1)\n`),
      { stack: expect.stringMatching(/^ {4}at /) },
    ],
  ])('%s', (_name, error, expected) => {
    const told = loggableError(error);
    expect(told).toMatchObject(expected);
    expect(inspect(told, { depth: 9 })).not.toContain(SECRET);
    expect(errorAsText(error)).not.toContain(SECRET);
  });

  it('ends, and is short, whatever an error holds', () => {
    const error = new Error('x'.repeat(100_000));
    error.cause = error;
    const told = loggableError(error);
    expect(told.message).toHaveLength(500 + '… (99500 more)'.length);
    expect(JSON.stringify(told).length).toBeLessThan(20_000);
  });
});
